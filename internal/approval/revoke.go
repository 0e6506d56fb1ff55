package approval

import (
	"cmp"
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Revocation is the decision by which a certificate was taken back: why, on what legal ground, and how it can be contested.
type Revocation struct {
	Certificate string    `json:"certificate"` // its number
	Reasons     string    `json:"reasons"`
	Basis       string    `json:"basis"`
	Remedies    string    `json:"remedies"`
	Number      string    `json:"number"` // of the written decision
	By          string    `json:"by"`
	At          time.Time `json:"at"`
}

// RevocationForm is what whoever revokes writes. The sentence on remedies is the item's own or the general one unless it is
// given.
type RevocationForm struct {
	Why      string `json:"why"`
	Basis    string `json:"basis"`
	Remedies string `json:"remedies,omitempty"`
}

// RevokeCertificate takes a certificate back by a written decision (撤销决定书), with the reason, the legal ground and the
// remedies (APP-38). The holder and whoever verifies it from now on are told.
func (s *Service) RevokeCertificate(ctx context.Context, actor org.Actor, number string, in RevocationForm) (err error) {
	if in.Why, err = s.text(in.Why, "why", "请写明撤销的理由。", "APP-38"); err != nil {
		return err
	}
	if in.Basis, err = required(in.Basis, "basis", "请写明撤销的法律依据。", "APP-38"); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		found, err := s.certificates(tx, `WHERE number = $1`, strings.TrimSpace(number))
		if err != nil {
			return err
		}
		if len(found) == 0 || !actor.MayAnywhere(org.CertificateRevoke) {
			return fault.New(fault.NotFound, "approval.certificate.none", "没有这份证照，或者您无权撤销。")
		}
		if _, err := org.Require(actor, org.CertificateRevoke, found[0].dept, found[0].region); err != nil {
			return err
		}
		o, err := load(tx, found[0].Application)
		if err != nil {
			return err
		}
		_, err = s.revoke(tx, actor, o, in)
		return err
	})
}

// revoke is the decision on the certificate of an application, as a verb on it, and gives the number of the paper: "" where
// nothing was certified.
func (s *Service) revoke(tx *storage.Tx, actor org.Actor, o *Application, in RevocationForm) (number string, err error) {
	found, err := s.certificates(tx, `WHERE application_id = $1`, o.ID)
	if err != nil || len(found) == 0 {
		return "", err
	}
	if !found[0].RevokedAt.IsZero() {
		return "", fault.New(fault.Conflict, "approval.certificate.revoked", "此证照已撤销。")
	}
	a, err := s.kernel.BeginAt(tx, actor, o.ID, 0, "revoke", o.DeptPath)
	if err != nil {
		return "", err
	}
	_, err = s.finish(a, func(a *casework.Act, o *Application) (done, error) {
		r, err := s.record(tx, o)
		if err != nil {
			return done{}, err
		}
		o.Revocation = &Revocation{Certificate: found[0].Number, Reasons: in.Why, Basis: in.Basis, By: actor.ID, At: tx.Now,
			Remedies: cmp.Or(strings.TrimSpace(in.Remedies), r.Remedies, s.policy.Now().Text("catalog.remedy", a.Case.Region))}
		if number, err = s.issue(a, o, "revoke", nil); err != nil {
			return done{}, err
		}
		o.Revocation.Number = number
		tx.Queue(`UPDATE certificates SET revoked_at = $1, revoked_by = $2, revoked_why = $3 WHERE number = $4`, tx.Now, actor.ID, in.Why, found[0].Number)
		return done{facts: map[string]any{"revoked": found[0].Number, "document": number, "why": digest(in.Why), "basis": in.Basis}}, nil
	})
	return number, err
}
