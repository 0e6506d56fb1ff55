package approval

import (
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/fault"
)

// Application is an application's own facts, beside what the kernel knows of its case. It is kept as one text; who applied
// and what he answered stands apart, sealed. Ids of people and departments stay ids here.
type Application struct {
	ID          string          `json:"id"`
	Item        string          `json:"item"`
	ItemVersion int64           `json:"itemVersion"`
	ItemName    string          `json:"itemName"`
	ItemCode    string          `json:"itemCode"`
	Class       catalog.Class   `json:"class"`
	Model       catalog.Model   `json:"model"`
	DeptPath    string          `json:"deptPath"`   // the implementing department's
	WindowPath  string          `json:"windowPath"` // of the office whose windows accept it: it keeps sight of it to the end
	Channel     string          `json:"channel"`
	Party       string          `json:"party"`             // person or firm
	Agent       string          `json:"agent,omitempty"`   // kind of who files it for the applicant (APP-49)
	Choices     catalog.Answers `json:"choices,omitempty"` // answers to the scenario questions
	FormDigest  string          `json:"formDigest,omitempty"`
	Green       bool            `json:"green,omitempty"`
	Registrar   string          `json:"registrar,omitempty"` // who accepted it: responsible to the applicant (APP-09)
	Guide       string          `json:"guide,omitempty"`     // who leads the applicant through the windows (APP-23)
	Collect     string          `json:"collect"`             // how the applicant wants the result
	Source      string          `json:"source,omitempty"`    // the older system that finished it, of an imported one
	SourceID    string          `json:"sourceId,omitempty"`  // its number there
	sourceMark  string          // see finished.mark; kept in a column of its own

	Received   time.Time        `json:"received"` // when it came to us
	Complete   time.Time        `json:"complete"` // when its materials were complete: day 1 is the day after (TIME-02, TIME-03)
	Accepted   time.Time        `json:"accepted,omitzero"`
	Deemed     bool             `json:"deemed,omitempty"` // accepted because nobody answered in time (article 32)
	Ended      time.Time        `json:"ended,omitzero"`
	Materials  []Material       `json:"materials"`
	Notices    []Correction     `json:"notices,omitempty"`
	Refusal    *Refusal         `json:"refusal,omitempty"`
	Step       string           `json:"step,omitempty"`
	StepKind   catalog.StepKind `json:"stepKind,omitempty"`
	Arrived    time.Time        `json:"arrived,omitzero"` // when the present step's hand-over was registered
	Signers    []Signer         `json:"signers,omitempty"`
	Visits     []Visit          `json:"visits,omitempty"` // the steps gone through, in order
	Specials   []Special        `json:"specials,omitempty"`
	Pleas      []Plea           `json:"pleas,omitempty"`
	Marks      []Mark           `json:"marks,omitempty"`
	Delays     []Text           `json:"delays,omitempty"`
	Notes      []Text           `json:"notes,omitempty"`
	Urges      []Urge           `json:"urges,omitempty"`
	Commitment *Commitment      `json:"commitment,omitempty"`
	Decision   *Decision        `json:"decision,omitempty"`
	Withdrawal *Withdrawal      `json:"withdrawal,omitempty"`
	Ready      time.Time        `json:"ready,omitzero"` // when the applicant was told that the result is ready
	Delivery   *Delivery        `json:"delivery,omitempty"`
	Revocation *Revocation      `json:"revocation,omitempty"` // of its certificate
	Urgent     *Urgency         `json:"urgent,omitempty"`     // specially urgent (TIME-07)
	Formal     bool             `json:"formal,omitempty"`     // wants a formal review only (CAT-35)
	Statutory  int              `json:"statutory,omitempty"`  // days that the law allows, in the unit of the promise; 0 if they do not compare
	Taken      int              `json:"taken,omitempty"`      // days that counted from completion to delivery (TIME-37)
	Trips      []Trip           `json:"trips,omitempty"`      // visits of the applicant (APP-39, APP-45)
}

// Material is one of the item's materials as it stands in an application.
type Material struct {
	Code      string            `json:"code"`
	Name      string            `json:"name"`
	Necessity catalog.Necessity `json:"necessity"`
	Source    catalog.Source    `json:"source"`
	State     string            `json:"state"` // one of MaterialStates
	Files     []string          `json:"files,omitempty"`
	Hashes    []string          `json:"hashes,omitempty"`
	Originals int               `json:"originals,omitempty"`
	Copies    int               `json:"copies,omitempty"`
	Grade     string            `json:"grade,omitempty"`  // trust: one of Grades
	Reused    string            `json:"reused,omitempty"` // number of the earlier application it was taken from
	Issued    calendar.Date     `json:"issued,omitzero"`
	Until     calendar.Date     `json:"until,omitzero"` // last day on which it may be used again; 0 while unchanged
	At        time.Time         `json:"at,omitzero"`    // when it was handed in
	Fault     string            `json:"fault,omitempty"`
}

// Present reports whether the material is here.
func (m Material) Present() bool { return m.State == "present" || m.State == "shared" }

// Correction is a notice of what must be added or changed (APP-03).
type Correction struct {
	Number string    `json:"number"`
	Items  []Lack    `json:"items"`
	Why    string    `json:"why,omitempty"` // of a second one: the supervisor's reason
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Done   time.Time `json:"done,omitzero"`
}

// Lack is one material that is missing or wrong, and what to do (APP-04).
type Lack struct {
	Code string `json:"code"`
	Name string `json:"name"`
	What string `json:"what"`
}

// Refusal is why an application is not accepted, and where the applicant should go.
type Refusal struct {
	Ground   string    `json:"ground"` // one of Grounds
	Reason   string    `json:"reason"`
	Basis    string    `json:"basis"`
	Redirect string    `json:"redirect,omitempty"`
	Number   string    `json:"number"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// Signer is somebody whose signature a step waits for.
type Signer struct {
	Person  string    `json:"person"`
	Opinion string    `json:"opinion,omitempty"`
	Agrees  bool      `json:"agrees"`
	At      time.Time `json:"at,omitzero"`
}

// Visit is one step that was gone through.
type Visit struct {
	Step     string           `json:"step"`
	Name     string           `json:"name"`
	Kind     catalog.StepKind `json:"kind"`
	Dept     string           `json:"dept"` // path
	Arrived  time.Time        `json:"arrived"`
	At       time.Time        `json:"at"`
	By       string           `json:"by"`
	People   []string         `json:"people,omitempty"` // who checked or surveyed (article 34)
	Finding  string           `json:"finding"`          // pass, fail, back
	Opinion  string           `json:"opinion"`
	Signers  []Signer         `json:"signers,omitempty"`
	Invited  []string         `json:"invited,omitempty"` // ids of departments, of a meeting
	Attended []string         `json:"attended,omitempty"`
	Excused  []string         `json:"excused,omitempty"` // who had reported before that he could not come
	From     calendar.Date    `json:"from,omitzero"`     // of a publicity
	To       calendar.Date    `json:"to,omitzero"`
	Files    []string         `json:"files,omitempty"`
}

// Mark is a finding on an application. One under TIME-12 says that it may be overdue, and is a candidate until a supervisor
// rules on it; those under TIME-13 to TIME-16 are deemed overdue at once; one under APP-03 is a second notice.
type Mark struct {
	Rule   string    `json:"rule"`
	At     time.Time `json:"at"`
	Ruling string    `json:"ruling,omitempty"` // own, justified
	Why    string    `json:"why,omitempty"`
	By     string    `json:"by,omitempty"`
	Ruled  time.Time `json:"ruled,omitzero"`
}

// Text is a remark.
type Text struct {
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Public bool      `json:"public,omitempty"`
}

// Urge is one time somebody was urged.
type Urge struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Note string    `json:"note,omitempty"`
}

// Trip is one visit of the applicant to a window, and what caused it.
type Trip struct {
	At  time.Time `json:"at"`
	Why string    `json:"why"` // take, supplement, collect
}

// late notes, unless that was noted when the limit passed, that an application runs or ran past the limit that was due then:
// decided too late it may be overdue (TIME-12), decided in time and not delivered it is (TIME-16). It gives the rule.
func (o *Application) late(due, at time.Time) string {
	rule := "TIME-12"
	if o.Decision != nil && o.Decision.At.Before(due) {
		rule = "TIME-16"
	}
	if !slices.ContainsFunc(o.Marks, func(m Mark) bool { return m.late() && !m.At.Before(due) }) {
		o.Marks = append(o.Marks, Mark{Rule: rule, At: at})
	}
	return rule
}

// late reports whether a mark says that the promised limit passed.
func (m Mark) late() bool { return m.Rule == "TIME-12" || m.Rule == "TIME-16" }

// unexplained reports whether the promise was not kept and nobody told the applicant why, which is a finding (TIME-43). What
// was late before an extension that had been asked for in time was not late.
func (o *Application) unexplained() bool {
	return len(o.Delays) == 0 && o.Source == "" && slices.ContainsFunc(o.Marks, func(m Mark) bool { return m.late() && m.Why != extended })
}

// mark notes once that an application is overdue under a rule.
func (o *Application) mark(rule string, at time.Time) bool {
	if slices.ContainsFunc(o.Marks, func(m Mark) bool { return m.Rule == rule }) {
		return false
	}
	o.Marks = append(o.Marks, Mark{Rule: rule, At: at})
	return true
}

// Overdue reports whether the application counts as overdue: deemed so, or found so by a supervisor.
func (o *Application) Overdue() bool {
	return slices.ContainsFunc(o.Marks, func(m Mark) bool {
		return strings.HasPrefix(m.Rule, "TIME-") && (m.Rule != "TIME-12" || m.Ruling == "own")
	})
}

// candidate is the mark that waits for a supervisor's ruling, nil if none does.
func (o *Application) candidate() *Mark {
	for i := range o.Marks {
		if m := &o.Marks[i]; m.Rule == "TIME-12" && m.Ruling == "" {
			return m
		}
	}
	return nil
}

func (o *Application) material(code string) *Material { return materialIn(o.Materials, code) }

func materialIn(held []Material, code string) *Material {
	for i := range held {
		if held[i].Code == code {
			return &held[i]
		}
	}
	return nil
}

// lacking lists the materials of a necessity that are not here.
func (o *Application) lacking(necessities ...catalog.Necessity) (out []Material) {
	for _, m := range o.Materials {
		if !m.Present() && slices.Contains(necessities, m.Necessity) {
			out = append(out, m)
		}
	}
	return out
}

func noMaterial(code string) error {
	return fault.New(fault.Invalid, "approval.material", "此事项没有这份材料。").On("materials."+code, "没有这份材料")
}
