package approval

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Inspection is what one visit of a later check found, and what followed from it.
type Inspection struct {
	Action   string    `json:"action"` // the verb of CheckFlow
	Label    string    `json:"label"`
	Finding  string    `json:"finding"`
	People   []string  `json:"people"` // ids of who checked
	Document string    `json:"document,omitempty"`
	Due      time.Time `json:"due,omitzero"` // by when it must be put right
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// openCheck opens the check that must follow a licence by commitment, as a case of the department that granted it.
func (s *Service) openCheck(a *casework.Act, o *Application) (string, error) {
	check, err := s.kernel.Open(a.Tx(), org.System(), casework.Opening{Flow: CheckFlowName, Action: "open_check", Number: a.Case.Number + "-H1", Parent: a.Case.ID,
		Title: o.ItemName, Region: a.Case.Region, Dept: o.DeptPath})
	if err != nil {
		return "", err
	}
	term := s.policy.Now().Term("approval.limit.check", a.Case.Region)
	if err := check.Start(MeterCheck, term, now(a), s.alarms(term, a.Case.Region)...); err != nil {
		return "", err
	}
	return check.Case.ID, check.Finish("", map[string]string{"application": a.Case.ID})
}

// CheckForm is what a later check found. People are who checked: two at least.
type CheckForm struct {
	People  []string `json:"people"`
	Finding string   `json:"finding"`
}

// PassCheck closes the check: what was promised holds.
func (s *Service) PassCheck(ctx context.Context, actor org.Actor, id string, version int64, in CheckForm) (Ref, error) {
	return s.checkAct(ctx, actor, id, version, "pass_check", in, func(a *casework.Act, _ *Application, _ *Inspection) error { return nil })
}

// OrderCorrection orders the holder, by a numbered notice (批后核查通知书), to put right by a date what does not hold.
func (s *Service) OrderCorrection(ctx context.Context, actor org.Actor, id string, version int64, in CheckForm) (Ref, error) {
	return s.checkAct(ctx, actor, id, version, "order_correction", in, func(a *casework.Act, o *Application, found *Inspection) error {
		if err := a.Stop(MeterCheck, now(a)); err != nil {
			return err
		}
		term := s.policy.Now().Term("approval.limit.rectify", a.Case.Region)
		if err := a.Start(MeterCorrect, term, now(a), casework.Alarm{Kind: "overdue", Workdays: 0}); err != nil {
			return err
		}
		found.Due = a.Meter(MeterCorrect).Due
		names, err := org.NamesOf(a.Tx(), found.People)
		if err != nil {
			return err
		}
		limit, err := s.kernel.Explain(a.Tx(), a.Meter(MeterCorrect))
		if err != nil {
			return err
		}
		ordered := &ordered{Finding: found.Finding, By: found.Due, Provisional: limit.Provisional, Case: a.Case.ID}
		for _, person := range found.People {
			ordered.People = append(ordered.People, names[person])
		}
		found.Document, err = s.issue(a, o, "check", func(p *paper) { p.Ordered = ordered })
		return err
	})
}

// RevokeOnCheck takes the licence back because what was promised does not hold (APP-14): a decision with its legal ground and
// the remedies against it.
func (s *Service) RevokeOnCheck(ctx context.Context, actor org.Actor, id string, version int64, in CheckForm, basis, remedies string) (Ref, error) {
	basis, err := required(basis, "basis", "请写明撤销的法律依据。", "APP-38")
	if err != nil {
		return Ref{}, err
	}
	return s.checkAct(ctx, actor, id, version, "revoke_on_check", in, func(a *casework.Act, o *Application, found *Inspection) (err error) {
		found.Document, err = s.revoke(a.Tx(), actor, o, RevocationForm{Why: found.Finding, Basis: basis, Remedies: remedies})
		if fault.Code(err) == "approval.certificate.revoked" && o.Revocation != nil { // by a decision of its own meanwhile: the check ends with that
			found.Document, err = o.Revocation.Number, nil
		}
		return err
	})
}

// checkAct runs one verb on a check, and keeps what was found beside it.
func (s *Service) checkAct(ctx context.Context, actor org.Actor, id string, version int64, action string, in CheckForm, do func(a *casework.Act, o *Application, found *Inspection) error) (ref Ref, err error) {
	if in.Finding, err = s.text(in.Finding, "finding", "请写明核查情况。", "APP-14"); err != nil {
		return Ref{}, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, action)
		if err != nil {
			return err
		}
		if err := s.twoPeople(a, catalog.Step{}, StepForm{People: in.People}); err != nil {
			return err
		}
		o, err := load(tx, a.Case.Parent)
		if err != nil {
			return err
		}
		found := &Inspection{Action: action, Label: CheckFlow.Action(action).Label, Finding: in.Finding, People: in.People, By: actor.ID, At: now(a)}
		if err := do(a, o, found); err != nil {
			return err
		}
		record, err := json.Marshal(found)
		if err != nil {
			return err
		}
		tx.Queue(`INSERT INTO application_inspections (id, case_id, application_id, record) VALUES ($1, $2, $3, $4)`, tx.NewID(), a.Case.ID, o.ID, string(record))
		if err := s.announceParent(a); err != nil {
			return err
		}
		ref = refOf(a.Case)
		return a.Finish("", found.facts(o.ID))
	})
	return ref, err
}

// facts are what the event of a check tells of an inspection.
func (i *Inspection) facts(application string) map[string]any {
	return map[string]any{"application": application, "people": i.People, "finding": digest(i.Finding), "document": i.Document}
}

// ringCheck tells the department that a check is due or late.
func (s *Service) ringCheck(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil || CheckFlow.State(c.State).Final {
		return err
	}
	a, err := s.kernel.Begin(tx, org.System(), r.CaseID, 0, "remind_check")
	if err != nil {
		return err
	}
	alert(a, "check."+r.Kind, org.ApplicationReview)
	return a.Finish("", map[string]string{"meter": r.Meter, "kind": r.Kind})
}

const inspectionColumns = `SELECT case_id, record FROM application_inspections `

// inspectionsTo takes rows of inspectionColumns, by the id of the check.
func inspectionsTo(into map[string][]Inspection) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var id, text string
		if err := scan(&id, &text); err != nil {
			return err
		}
		var i Inspection
		err := json.Unmarshal([]byte(text), &i)
		into[id] = append(into[id], i)
		return err
	}
}

// recomputeCheck compares what is kept of a later check with its record: what was found, and the notices.
func recomputeCheck(tx *storage.Tx, stream string, events []audit.Event, differ func(string, ...any)) error {
	kept := map[string][]Inspection{}
	if err := tx.All(inspectionColumns+`WHERE case_id = $1 ORDER BY id`, []any{stream}, inspectionsTo(kept)); err != nil {
		return err
	}
	var told []string
	for _, e := range events {
		var b casework.Body
		if err := json.Unmarshal(e.Data, &b); err != nil {
			return fmt.Errorf("approval: event %d: %w", e.Seq, err)
		}
		var f struct {
			Finding  string `json:"finding"`
			Document string `json:"document"`
		}
		if len(b.Facts) > 0 {
			_ = json.Unmarshal(b.Facts, &f) // facts of another shape tell nothing here
		}
		if f.Finding != "" {
			told = append(told, f.Finding+f.Document)
		}
	}
	held := kept[stream]
	if len(held) != len(told) {
		differ("批后核查情况%d次，记录有%d次", len(held), len(told))
		return nil
	}
	for i, found := range held {
		if digest(found.Finding)+found.Document != told[i] {
			differ("第%d次批后核查情况与记录不符", i+1)
		}
	}
	return nil
}
