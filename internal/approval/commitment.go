package approval

import (
	"cmp"
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Commitment is what an applicant promised in writing so that he has his licence on the spot (告知承诺, APP-14). Signed is the
// attachment with his signature; Check is the case of the later check that must follow.
type Commitment struct {
	Terms  []string  `json:"terms"`
	Signed string    `json:"signed"`
	Number string    `json:"number"`
	Check  string    `json:"check"`
	At     time.Time `json:"at"`
}

// CommitmentForm is the signed commitment: what was promised, line by line, and the file that bears the signature. Without
// terms they are the item's own; without a file it is the letter that the applicant handed in with his materials.
type CommitmentForm struct {
	Terms  []string `json:"terms,omitempty"`
	Signed string   `json:"signed,omitempty"` // id of the attachment
}

// GrantOnCommitment grants on the spot on the applicant's signed commitment, within the clerk's letter of authorisation, and
// opens the check that must follow. The item must allow it (APP-14).
func (s *Service) GrantOnCommitment(ctx context.Context, actor org.Actor, id string, version int64, in CommitmentForm) (Ref, error) {
	terms := []string{}
	for _, t := range in.Terms {
		if t = strings.TrimSpace(t); t != "" {
			terms = append(terms, t)
		}
	}
	return s.act(ctx, actor, id, version, "grant_on_commitment", func(a *casework.Act, o *Application) (done, error) {
		r, err := s.record(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		if !r.Flags.Commitment {
			return done{}, fault.New(fault.Refused, "approval.commitment.item", "此事项不适用告知承诺。").Under("APP-14")
		}
		if len(terms) == 0 {
			narrowed := catalog.Narrow(r, o.Choices)
			terms = narrowed.Terms()
		}
		signed := cmp.Or(in.Signed, o.pledge())
		if signed == "" {
			return done{}, fault.New(fault.Invalid, "approval.commitment", "告知承诺须有申请人签署的承诺书。").On("signed", "请上传签署的承诺书").Under("APP-14")
		}
		hash, err := s.fileOf(a.Tx(), o.ID, signed)
		if err != nil {
			return done{}, err
		}
		o.Commitment = &Commitment{Terms: terms, Signed: signed, At: now(a)}
		d, err := s.atOnce(a, o, r, DecisionForm{Outcome: "grant"})
		if err != nil {
			return done{}, err
		}
		if o.Commitment.Number, err = s.issue(a, o, "pledge", nil); err != nil {
			return done{}, err
		}
		check, err := s.openCheck(a, o)
		if err != nil {
			return done{}, err
		}
		o.Commitment.Check = check
		facts := d.facts.(map[string]any)
		facts["pledge"], facts["check"], facts["terms"] = o.Commitment.Number, check, len(terms)
		d.evidence = append(d.evidence, hash)
		return d, nil
	})
}

// pledge is the letter of commitment that the applicant signed and handed in with his materials, "" if he did not.
func (o *Application) pledge() string {
	for i := range o.Materials {
		if m := &o.Materials[i]; m.pledge() && len(m.Files) > 0 {
			return m.Files[0]
		}
	}
	return ""
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
	return s.checkAct(ctx, actor, id, version, "pass_check", in, func(a *casework.Act, _ Certificate) error { return nil })
}

// OrderCorrection orders the holder to put right by a date what does not hold.
func (s *Service) OrderCorrection(ctx context.Context, actor org.Actor, id string, version int64, in CheckForm) (Ref, error) {
	return s.checkAct(ctx, actor, id, version, "order_correction", in, func(a *casework.Act, _ Certificate) error {
		if err := a.Stop(MeterCheck, now(a)); err != nil {
			return err
		}
		term := s.policy.Now().Term("approval.limit.rectify", a.Case.Region)
		return a.Start(MeterCorrect, term, now(a), casework.Alarm{Kind: "overdue", Workdays: 0})
	})
}

// RevokeOnCheck takes the licence back because what was promised does not hold (APP-14).
func (s *Service) RevokeOnCheck(ctx context.Context, actor org.Actor, id string, version int64, in CheckForm) (Ref, error) {
	return s.checkAct(ctx, actor, id, version, "revoke_on_check", in, func(a *casework.Act, c Certificate) error {
		behalf, err := org.Require(a.Actor(), org.CertificateRevoke, a.Case.Dept, a.Case.Region)
		if err != nil || c.Number == "" {
			return err
		}
		return revoke(a.Tx(), a.Actor(), behalf, c, in.Finding, "承诺不实")
	})
}

// checkAct runs one verb on a check, with the certificate it is about.
func (s *Service) checkAct(ctx context.Context, actor org.Actor, id string, version int64, action string, in CheckForm, do func(a *casework.Act, c Certificate) error) (ref Ref, err error) {
	if in.Finding, err = s.text(in.Finding, "finding", "请写明核查情况。", "APP-14"); err != nil {
		return Ref{}, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, action)
		if err != nil {
			return err
		}
		step := StepForm{People: in.People}
		if err := s.twoPeople(a, catalog.Step{}, step); err != nil {
			return err
		}
		found, err := s.certificates(tx, `WHERE application_id = $1`, a.Case.Parent)
		if err != nil {
			return err
		}
		found = append(found, Certificate{})
		if err := do(a, found[0]); err != nil {
			return err
		}
		if err := s.announceParent(a); err != nil {
			return err
		}
		err = a.Finish("", map[string]any{"application": a.Case.Parent, "people": in.People, "finding": digest(in.Finding)})
		ref = refOf(a.Case)
		return err
	})
	return ref, err
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

// filesOf finds the hashes of files of the application, in their order.
func (s *Service) filesOf(tx *storage.Tx, application string, ids []string) (hashes []string, err error) {
	for _, id := range ids {
		hash, err := s.fileOf(tx, application, id)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// fileOf finds the hash of a file of the application; a file of another case, or of none, proves nothing.
func (s *Service) fileOf(tx *storage.Tx, application, id string) (hash string, err error) {
	found, err := tx.One(`SELECT hash FROM attachment WHERE id = $1 AND case_id = $2`, []any{id, application}, &hash)
	if err == nil && !found {
		err = fault.New(fault.Invalid, "approval.file", "没有找到这份附件，请重新上传。").On("files", "没有这份附件")
	}
	return hash, err
}
