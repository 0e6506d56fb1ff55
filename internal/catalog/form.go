package catalog

// Form is what an applicant fills in: fields in groups. It is data, versioned with its item.
type Form struct {
	Groups []Group `json:"groups"`
}

// Group is a titled part of a form.
type Group struct {
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// Field is one thing asked. Code names the thing itself: two items that ask for the same Code ask the same thing, and a
// bundle asks it once.
type Field struct {
	Code     string    `json:"code"`
	Label    string    `json:"label"`
	Kind     FieldKind `json:"kind"`
	Required bool      `json:"required,omitempty"`
	Options  []Option  `json:"options,omitempty"` // of a choice
	Help     string    `json:"help,omitempty"`    // plain words (CAT-31)
	Example  string    `json:"example,omitempty"`
	Min      *float64  `json:"min,omitempty"` // of a number
	Max      *float64  `json:"max,omitempty"` // of a number, or characters of a text
	Unit     string    `json:"unit,omitempty"`
	When     When      `json:"when,omitempty"`
}

// FieldKind is what an answer must look like.
type FieldKind string

// The kinds of fields. Identity and Phone are personal data.
const (
	Text     FieldKind = "text"     // one line
	Passage  FieldKind = "passage"  // several lines
	Number   FieldKind = "number"   //
	Money    FieldKind = "money"    // yuan, two decimals
	Day      FieldKind = "day"      // 2026-10-01
	Choice   FieldKind = "choice"   // one of Options
	Choices  FieldKind = "choices"  // several of Options
	Yes      FieldKind = "yes"      // true or false
	Name     FieldKind = "name"     // of a person or a firm
	Phone    FieldKind = "phone"    //
	Identity FieldKind = "identity" // 居民身份证号 (GB 11643)
	Credit   FieldKind = "credit"   // 统一社会信用代码 (GB 32100)
	Address  FieldKind = "address"  //
)
