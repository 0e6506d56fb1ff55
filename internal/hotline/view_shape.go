package hotline

import (
	"encoding/json"
	"time"

	"huying/internal/deadline"
)

// View is everything an official sees of an order: who asked what, where it stands, whose turn it is, when it is due and
// why, and what happened. Personal data in it is masked.
type View struct {
	Row
	Body         string         `json:"body"`
	ChannelKey   string         `json:"channelKey"`
	RegionCode   string         `json:"regionCode"`
	Category     string         `json:"category"`
	LeadID       string         `json:"leadId,omitempty"`
	AssigneeID   string         `json:"assigneeId,omitempty"`
	Caller       MaskedCaller   `json:"caller"`
	Outcome      string         `json:"outcome,omitempty"`
	Refusal      string         `json:"refusal,omitempty"`
	ClosingMark  string         `json:"closingMark,omitempty"`
	First        string         `json:"firstGrade,omitempty"`
	Second       string         `json:"secondGrade,omitempty"`
	Meters       []MeterView    `json:"meters"`
	Timeline     []Happening    `json:"timeline"`
	Replies      []Reply        `json:"replies"`
	Tasks        []Task         `json:"tasks"`
	Returns      []ReturnView   `json:"returns"`
	Extensions   []Plea         `json:"extensions"`
	Urging       []Urge         `json:"urging"`
	Explanations []Text         `json:"explanations"`
	Documents    []Document     `json:"documents"`
	Revisits     []Revisit      `json:"revisits"`
	Filings      []Filing       `json:"filings"`
	Emergency    []EmergencyLog `json:"emergency"`
	Transfers    []Transfer     `json:"transfers"` // live hand-overs of the call (HOT-50)
	Notes        []Text         `json:"notes"`
	Modes        []string       `json:"modes"`                  // how it is to be disposed of (HOT-100)
	Suggested    []Advice       `json:"suggested,omitempty"`    // to whom routing rules would send it, for who may dispatch it now
	UrgedToday   bool           `json:"urgedToday,omitempty"`   // officials urged it today as often as policy lets them (HOT-51)
	NoticeDue    bool           `json:"noticeDue,omitempty"`    // all that the 行政监察通知书 asks for holds (HOT-54)
	ExtensionMax int            `json:"extensionMax,omitempty"` // by how much its limit may be extended at most, in the limit's unit (GAP-06)
	Actions      []ActionView   `json:"actions"`                // what the reader may do now
}

// MaskedCaller shows enough of a caller to recognise, not to know.
type MaskedCaller struct {
	Name         string `json:"name"`
	Phone        string `json:"phone"`
	IDNumber     string `json:"idNumber,omitempty"`
	Confidential bool   `json:"confidential,omitempty"`
	Earlier      int    `json:"earlier"`               // how many other orders of this telephone the reader may see, up to mostEarlier
	EarlierMore  bool   `json:"earlierMore,omitempty"` // there are more
}

// MeterView is one meter with the derivation of its end.
type MeterView struct {
	Name     string              `json:"name"`
	Label    string              `json:"label"`
	Round    int64               `json:"round"`
	Start    time.Time           `json:"start"`
	Due      time.Time           `json:"due"`
	Stop     time.Time           `json:"stop,omitzero"`
	Standing deadline.Standing   `json:"standing"`
	Why      string              `json:"why"` // the derivation in one paragraph
	Steps    []deadline.Step     `json:"steps"`
	Strip    []deadline.StripDay `json:"strip"`
	amount   int                 // the limit itself, without extensions
}

// Happening is one event of the timeline.
type Happening struct {
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	Action    string          `json:"action"`
	Label     string          `json:"label"`
	Who       string          `json:"who"`
	OnBehalf  string          `json:"onBehalf,omitempty"`
	Authority string          `json:"authority,omitempty"`
	From      string          `json:"from,omitempty"`
	To        string          `json:"to"`
	Dept      string          `json:"dept,omitempty"`
	Evidence  []string        `json:"evidence,omitempty"`
	Facts     json.RawMessage `json:"facts,omitempty"`
	Hash      string          `json:"hash"`
}

// Reply is an answer given or proposed.
type Reply struct {
	ID      string    `json:"id"`
	Round   int64     `json:"round"`
	Dept    string    `json:"dept"`
	Text    string    `json:"text"`
	Result  string    `json:"result"`
	Grade   string    `json:"grade,omitempty"`
	Contact string    `json:"contact,omitempty"`
	Draft   bool      `json:"draft,omitempty"`
	Legal   string    `json:"legal,omitempty"`
	Signed  string    `json:"signed,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	key     string    // of the result
}

// Task is an assisting department's part.
type Task struct {
	ID         string            `json:"id"`
	Number     string            `json:"number"`
	Version    int64             `json:"version"`
	Dept       string            `json:"dept"`
	State      string            `json:"state"`
	StateLabel string            `json:"stateLabel"`
	Due        time.Time         `json:"due"`
	Standing   deadline.Standing `json:"standing"`
	Reply      string            `json:"reply,omitempty"`
	Actions    []ActionView      `json:"actions"`
}

// ReturnView is a return and the ruling on it.
type ReturnView struct {
	Dept       string    `json:"dept"`
	Ground     string    `json:"ground"`
	Reason     string    `json:"reason"`
	Basis      string    `json:"basis"`
	Proposed   string    `json:"proposed,omitempty"`
	ProposedID string    `json:"proposedId,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Ruling     string    `json:"ruling,omitempty"`
	RuledTo    string    `json:"ruledTo,omitempty"`
	Why        string    `json:"why,omitempty"`
	RuledBy    string    `json:"ruledBy,omitempty"`
	RuledAt    time.Time `json:"ruledAt,omitzero"`
}

// Plea is an application for more time and what became of it.
type Plea struct {
	Amount    int       `json:"amount"`
	Promised  string    `json:"promised"`
	Statutory string    `json:"statutory"`
	Basis     string    `json:"basis"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Ruling    string    `json:"ruling,omitempty"`
	Why       string    `json:"why,omitempty"`
	RuledBy   string    `json:"ruledBy,omitempty"`
	ToldAt    time.Time `json:"toldAt,omitzero"`
	ToldHow   string    `json:"toldHow,omitempty"`
}

// Text is a remark or an explanation.
type Text struct {
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Public bool      `json:"public,omitempty"`
}

// ActionView is a verb the reader may do to the case as it stands.
type ActionView struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}
