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
