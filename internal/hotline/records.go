package hotline

import (
	"cmp"
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
	Minutes  int       `json:"minutes,omitempty"` // after the dispatch, of the steps that have a limit
	Late     bool      `json:"late,omitempty"`    // later than the limit (DUTY-14)
	Happened time.Time `json:"happened"`
	Note     string    `json:"note,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// records fills a view with everything that was written down beside the order, and turns ids into names at the end, in
// one query for all.
func (s *Service) records(tx *storage.Tx, dir *org.Directory, v *View) error {
	var people []*string
	person := func(id *string) { people = append(people, id) }
	for _, read := range []func(*storage.Tx, *org.Directory, *View, func(*string)) error{readReplies, readReturns, readPleas, readUrges, readTexts, readRevisits, readFilings, readEmergency} {
		if err := read(tx, dir, v, person); err != nil {
			return err
		}
	}
	var err error
	if v.Documents, err = s.documents(tx, entryTables+` WHERE e.order_id = $1 ORDER BY e.issued_at, LENGTH(e.number), e.number`, v.ID); err != nil {
		return err
	}
	for i := range v.Documents {
		person(&v.Documents[i].IssuedBy)
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = *p
	}
	names, err := org.NamesOf(tx, ids)
	if err != nil {
		return err
	}
	names[casework.Citizen], names[audit.System] = "诉求人", bySystem
	for _, p := range people {
		*p = names[*p]
	}
	return nil
}

func readReplies(tx *storage.Tx, dir *org.Directory, v *View, person func(*string)) error {
	v.Replies = []Reply{}
	err := tx.All(`SELECT id, round, dept, text, result, grade, contact, draft, legal_by, signed_by, by_person, at FROM order_replies WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var r Reply
			var grade satisfaction.Grade
			err := scan(&r.ID, &r.Round, &r.Dept, &r.Text, &r.Result, &grade, &r.Contact, &r.Draft, &r.Legal, &r.Signed, &r.By, &r.At)
			d, _ := dir.Department(r.Dept)
			r.Dept, r.Result, r.Contact, r.Grade = d.Name, label(Results, r.Result), label(RevisitWays, r.Contact), gradeLabel(grade)
			v.Replies = append(v.Replies, r)
			return err
		})
	for i := range v.Replies {
		person(&v.Replies[i].By)
		person(&v.Replies[i].Legal)
		person(&v.Replies[i].Signed)
	}
	return err
}

func readReturns(tx *storage.Tx, dir *org.Directory, v *View, person func(*string)) error {
	v.Returns = []ReturnView{}
	err := tx.All(`SELECT dept, ground, reason, basis, proposed, by_person, at, ruling, ruled_to, ruled_why, ruled_by, ruled_at FROM order_returns WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var r ReturnView
			err := scan(&r.Dept, &r.Ground, &r.Reason, &r.Basis, &r.Proposed, &r.By, &r.At, &r.Ruling, &r.RuledTo, &r.Why, &r.RuledBy, &r.RuledAt)
			r.Ground = label(Grounds, r.Ground)
			for _, id := range []*string{&r.Dept, &r.Proposed, &r.RuledTo} {
				d, _ := dir.Department(*id)
				*id = d.Name
			}
			v.Returns = append(v.Returns, r)
			return err
		})
	for i := range v.Returns {
		person(&v.Returns[i].By)
		person(&v.Returns[i].RuledBy)
	}
	return err
}

func readPleas(tx *storage.Tx, _ *org.Directory, v *View, person func(*string)) error {
	v.Extensions = []Plea{}
	err := tx.All(`SELECT amount, promised, statutory, basis, reason, by_person, at, ruling, ruled_why, ruled_by, told_at, told_how FROM order_extensions WHERE order_id = $1 ORDER BY at, id`,
		[]any{v.ID}, func(scan func(...any) error) error {
			var p Plea
			err := scan(&p.Amount, &p.Promised, &p.Statutory, &p.Basis, &p.Reason, &p.By, &p.At, &p.Ruling, &p.Why, &p.RuledBy, &p.ToldAt, &p.ToldHow)
			p.ToldHow = label(RevisitWays, p.ToldHow)
			v.Extensions = append(v.Extensions, p)
			return err
		})
	for i := range v.Extensions {
		person(&v.Extensions[i].By)
		person(&v.Extensions[i].RuledBy)
	}
	return err
}

func readUrges(tx *storage.Tx, _ *org.Directory, v *View, person func(*string)) error {
	v.Urging = []Urge{}
	err := tx.All(`SELECT how, late, note, by_person, at FROM order_urges WHERE order_id = $1 ORDER BY at, id`, []any{v.ID}, func(scan func(...any) error) error {
		var u Urge
		err := scan(&u.Way, &u.Late, &u.Note, &u.By, &u.At)
		u.How = label(UrgeWays, u.Way)
		v.Urging = append(v.Urging, u)
		return err
	})
	for i := range v.Urging {
		person(&v.Urging[i].By)
	}
	return err
}

func readTexts(tx *storage.Tx, _ *org.Directory, v *View, person func(*string)) error {
	v.Explanations, v.Notes = []Text{}, []Text{}
	read := func(sql string, into *[]Text) error {
		err := tx.All(sql, []any{v.ID}, func(scan func(...any) error) error {
			var t Text
			err := scan(&t.Text, &t.By, &t.At, &t.Public)
			*into = append(*into, t)
			return err
		})
		for i := range *into {
			person(&(*into)[i].By)
		}
		return err
	}
	if err := read(`SELECT text, by_person, at, 0 FROM order_explanations WHERE order_id = $1 ORDER BY at, id`, &v.Explanations); err != nil {
		return err
	}
	return read(`SELECT text, by_person, at, public FROM order_notes WHERE order_id = $1 ORDER BY at, id`, &v.Notes)
}

func readRevisits(tx *storage.Tx, _ *org.Directory, v *View, person func(*string)) error {
	v.Revisits = []Revisit{}
	err := tx.All(`SELECT how, reached, grade, cause, note, by_person, at FROM order_revisits WHERE order_id = $1 ORDER BY at, id`, []any{v.ID}, func(scan func(...any) error) error {
		var r Revisit
		var grade satisfaction.Grade
		err := scan(&r.How, &r.Reached, &grade, &r.Cause, &r.Note, &r.By, &r.At)
		r.How, r.Grade, r.Cause = label(RevisitWays, r.How), gradeLabel(grade), label(Causes, r.Cause)
		v.Revisits = append(v.Revisits, r)
		return err
	})
	for i := range v.Revisits {
		person(&v.Revisits[i].By)
	}
	return err
}

func readFilings(tx *storage.Tx, _ *org.Directory, v *View, _ func(*string)) error {
	v.Filings = []Filing{}
	return tx.All(`SELECT body, round, sent_at, receipt, filed_at FROM order_filings WHERE order_id = $1 ORDER BY round, body`, []any{v.ID}, func(scan func(...any) error) error {
		var f Filing
		err := scan(&f.Body, &f.Round, &f.SentAt, &f.Receipt, &f.FiledAt)
		f.Body = label(filingBodies, f.Body)
		v.Filings = append(v.Filings, f)
		return err
	})
}

func readEmergency(tx *storage.Tx, _ *org.Directory, v *View, person func(*string)) error {
	v.Emergency = []EmergencyLog{}
	err := tx.All(`SELECT step, happened, note, by_person, at FROM order_emergencies WHERE order_id = $1 ORDER BY happened, id`, []any{v.ID}, func(scan func(...any) error) error {
		var e EmergencyLog
		err := scan(&e.Key, &e.Happened, &e.Note, &e.By, &e.At)
		e.Step = cmp.Or(label(EmergencySteps, e.Key), "值班领导同意")
		v.Emergency = append(v.Emergency, e)
		return err
	})
	for i := range v.Emergency {
		person(&v.Emergency[i].By)
	}
	return err
}
