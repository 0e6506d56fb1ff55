package hotline

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// Urge is one time a department was urged.
type Urge struct {
	Way  string    `json:"way"` // one of UrgeWays
	How  string    `json:"how"`
	Late bool      `json:"late"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Revisit is one attempt to call the citizen back.
type Revisit struct {
	How     string    `json:"how"`
	Reached bool      `json:"reached"`
	Grade   string    `json:"grade,omitempty"`
	Timely  *bool     `json:"timely,omitempty"` // was the answer in time, in the citizen's own view; nobody asks one who rates by himself
	Cause   string    `json:"cause,omitempty"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Filing is the copy that went to an upper body, and its receipt.
type Filing struct {
	Body    string    `json:"body"`
	Round   int64     `json:"round"`
	SentAt  time.Time `json:"sentAt"`
	Receipt string    `json:"receipt,omitempty"`
	FiledAt time.Time `json:"filedAt,omitzero"`
}

// EmergencyLog is one step of an emergency.
type EmergencyLog struct {
	Key      string    `json:"key"`
	Step     string    `json:"step"`
	Minutes  int       `json:"minutes,omitempty"` // of the steps that have a limit: after the department had it as an emergency
	After    string    `json:"after,omitempty"`   // by what it had it: 派单, 转为应急件
	Late     bool      `json:"late,omitempty"`    // later than the limit (DUTY-14)
	Happened time.Time `json:"happened"`
	Note     string    `json:"note,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// askRecords asks for everything that was written down beside the order. People stand in it by their ids until named.
func askRecords(tx *storage.Tx, dir *org.Directory, v *View) {
	for _, ask := range []func(*storage.Tx, *org.Directory, *View){askReplies, askReturns, askPleas, askUrges, askTexts, askRevisits, askFilings, askEmergency, askTransfers} {
		ask(tx, dir, v)
	}
	v.Documents = []Document{}
	askDocuments(tx, &v.Documents, entryTables+` WHERE e.order_id = $1 ORDER BY e.issued_at, LENGTH(e.number), e.number`, v.ID)
}

// doers are the people that the timeline names, people those of the records: their ids, in the places of their names.
func (v *View) doers() (ids []*string) {
	for i := range v.Timeline {
		ids = append(ids, &v.Timeline[i].Who, &v.Timeline[i].OnBehalf)
	}
	return ids
}

func (v *View) people() (ids []*string) {
	for i := range v.Replies {
		ids = append(ids, &v.Replies[i].By, &v.Replies[i].Legal, &v.Replies[i].Signed)
	}
	for i := range v.Returns {
		ids = append(ids, &v.Returns[i].By, &v.Returns[i].RuledBy)
	}
	for i := range v.Extensions {
		ids = append(ids, &v.Extensions[i].By, &v.Extensions[i].RuledBy)
	}
	for i := range v.Urging {
		ids = append(ids, &v.Urging[i].By)
	}
	for i := range v.Explanations {
		ids = append(ids, &v.Explanations[i].By)
	}
	for i := range v.Notes {
		ids = append(ids, &v.Notes[i].By)
	}
	for i := range v.Revisits {
		ids = append(ids, &v.Revisits[i].By)
	}
	for i := range v.Emergency {
		ids = append(ids, &v.Emergency[i].By)
	}
	for i := range v.Transfers {
		ids = append(ids, &v.Transfers[i].By)
	}
	for i := range v.Documents {
		ids = append(ids, &v.Documents[i].IssuedBy)
	}
	return ids
}

// name puts names in the places of ids, all of them read in one trip.
func (v *View) name(tx *storage.Tx) error {
	doers, people := v.doers(), v.people()
	var ids []string
	for _, p := range slices.Concat(doers, people) {
		ids = append(ids, *p)
	}
	names, err := org.NamesOf(tx, ids)
	if err != nil {
		return err
	}
	names[casework.Citizen] = "诉求人"
	for _, p := range doers {
		*p = names[*p]
	}
	names[audit.System] = bySystem
	for _, p := range people {
		*p = names[*p]
	}
	return nil
}

func askReplies(tx *storage.Tx, dir *org.Directory, v *View) {
	v.Replies = []Reply{}
	tx.Ask(`SELECT id, round, dept, text, result, grade, contact, draft, legal_by, signed_by, by_person, at FROM order_replies WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var r Reply
			var grade satisfaction.Grade
			err := scan(&r.ID, &r.Round, &r.Dept, &r.Text, &r.Result, &grade, &r.Contact, &r.Draft, &r.Legal, &r.Signed, &r.By, &r.At)
			d, _ := dir.Department(r.Dept)
			r.Dept, r.key, r.Result, r.Contact, r.Grade = d.Name, r.Result, label(Results, r.Result), label(RevisitWays, r.Contact), gradeLabel(grade)
			v.Replies = append(v.Replies, r)
			return err
		})
}

func askReturns(tx *storage.Tx, dir *org.Directory, v *View) {
	v.Returns = []ReturnView{}
	tx.Ask(`SELECT dept, ground, reason, basis, proposed, by_person, at, ruling, ruled_to, ruled_why, ruled_by, ruled_at FROM order_returns WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var r ReturnView
			err := scan(&r.Dept, &r.Ground, &r.Reason, &r.Basis, &r.Proposed, &r.By, &r.At, &r.Ruling, &r.RuledTo, &r.Why, &r.RuledBy, &r.RuledAt)
			r.Ground = label(Grounds, r.Ground)
			r.ProposedID = r.Proposed
			for _, id := range []*string{&r.Dept, &r.Proposed, &r.RuledTo} {
				d, _ := dir.Department(*id)
				*id = d.Name
			}
			v.Returns = append(v.Returns, r)
			return err
		})
}

func askPleas(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Extensions = []Plea{}
	tx.Ask(`SELECT amount, promised, statutory, basis, reason, by_person, at, ruling, ruled_why, ruled_by, told_at, told_how FROM order_extensions WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var p Plea
			err := scan(&p.Amount, &p.Promised, &p.Statutory, &p.Basis, &p.Reason, &p.By, &p.At, &p.Ruling, &p.Why, &p.RuledBy, &p.ToldAt, &p.ToldHow)
			p.ToldHow = label(RevisitWays, p.ToldHow)
			v.Extensions = append(v.Extensions, p)
			return err
		})
}

func askUrges(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Urging = []Urge{}
	tx.Ask(`SELECT how, late, note, by_person, at FROM order_urges WHERE order_id = $1 ORDER BY at, id`, []any{v.ID}, func(scan func(...any) error) error {
		var u Urge
		err := scan(&u.Way, &u.Late, &u.Note, &u.By, &u.At)
		u.How = label(UrgeWays, u.Way)
		v.Urging = append(v.Urging, u)
		return err
	})
}

func askTexts(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Explanations, v.Notes = []Text{}, []Text{}
	ask := func(sql string, into *[]Text) {
		tx.Ask(sql, []any{v.ID}, func(scan func(...any) error) error {
			var t Text
			err := scan(&t.Text, &t.By, &t.At, &t.Public)
			*into = append(*into, t)
			return err
		})
	}
	ask(`SELECT text, by_person, at, 0 FROM order_explanations WHERE order_id = $1 ORDER BY at, id`, &v.Explanations)
	ask(`SELECT text, by_person, at, public FROM order_notes WHERE order_id = $1 ORDER BY at, id`, &v.Notes)
}

func askRevisits(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Revisits = []Revisit{}
	tx.Ask(`SELECT how, reached, grade, timely, cause, note, by_person, at FROM order_revisits WHERE order_id = $1 ORDER BY at, id`, []any{v.ID}, func(scan func(...any) error) error {
		var r Revisit
		var grade satisfaction.Grade
		var timely bool
		err := scan(&r.How, &r.Reached, &grade, &timely, &r.Cause, &r.Note, &r.By, &r.At)
		r.How, r.Grade, r.Cause = label(RevisitWays, r.How), gradeLabel(grade), label(Causes, r.Cause)
		if r.Reached && r.By != casework.Citizen {
			r.Timely = &timely
		}
		v.Revisits = append(v.Revisits, r)
		return err
	})
}

func askFilings(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Filings = []Filing{}
	tx.Ask(`SELECT body, round, sent_at, receipt, filed_at FROM order_filings WHERE order_id = $1 ORDER BY round, body`, []any{v.ID}, func(scan func(...any) error) error {
		var f Filing
		err := scan(&f.Body, &f.Round, &f.SentAt, &f.Receipt, &f.FiledAt)
		f.Body = label(filingBodies, f.Body)
		v.Filings = append(v.Filings, f)
		return err
	})
}

func askEmergency(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Emergency = []EmergencyLog{}
	tx.Ask(`SELECT step, happened, note, by_person, at FROM order_emergencies WHERE order_id = $1 ORDER BY happened, id`, []any{v.ID}, func(scan func(...any) error) error {
		var e EmergencyLog
		err := scan(&e.Key, &e.Happened, &e.Note, &e.By, &e.At)
		e.Step = cmp.Or(label(EmergencySteps, e.Key), "值班领导同意")
		v.Emergency = append(v.Emergency, e)
		return err
	})
}
