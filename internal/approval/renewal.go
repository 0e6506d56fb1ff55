package approval

import (
	"context"
	"errors"
	"fmt"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// HolderTopic is the outbox topic of what the holder of a certificate is told. The message names the application only: who
// holds it, HolderMessage says at the moment of sending.
const HolderTopic = "approval.holder"

// Tidings is such a message.
type Tidings struct {
	Application string        `json:"application"`
	Certificate string        `json:"certificate"`
	Until       calendar.Date `json:"until"`
}

// renewBy is the last day of validity of the certificates whose renewal should be asked for now.
func (s *Service) renewBy(tx *storage.Tx) calendar.Date {
	return calendar.DateOf(tx.Now).Add(s.policy.Now().Int("approval.renew.days", ""))
}

// RemindRenewals tells the holder, once, of every certificate that ends within the days of policy, and the issue desk, too; it
// tells how many. He reads it on the page of his application, and is sent a message where the place has a gateway for them.
// Each is told in a transaction of its own: one that fails keeps back no other, and is in the error.
func (s *Service) RemindRenewals(ctx context.Context) (n int, err error) {
	var due []Certificate
	if err := s.db.View(ctx, func(tx *storage.Tx) error {
		return tx.All(certificateColumns+`WHERE until_day <> '' AND until_day >= $1 AND until_day <= $2 AND revoked_at IS NULL AND reminded_at IS NULL
			ORDER BY until_day, number LIMIT 500`, []any{calendar.DateOf(tx.Now).String(), s.renewBy(tx).String()}, certificatesTo(&due))
	}); err != nil {
		return 0, err
	}
	for _, c := range due {
		told := false
		failed := s.db.Update(ctx, func(tx *storage.Tx) (err error) {
			told, err = s.tellRenewal(tx, c)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return n, ctx.Err()
		case failed != nil:
			err = errors.Join(err, fmt.Errorf("approval: renewal of %s: %w", c.Number, failed))
		case told:
			n++
		}
	}
	return n, err
}

// tellRenewal reports whether there was still something to tell.
func (s *Service) tellRenewal(tx *storage.Tx, c Certificate) (told bool, err error) {
	if n, err := tx.Exec(`UPDATE certificates SET reminded_at = $1 WHERE number = $2 AND revoked_at IS NULL AND reminded_at IS NULL`, tx.Now, c.Number); err != nil || n == 0 {
		return false, err
	}
	outbox.Put(tx, outbox.Message{Topic: HolderTopic, Key: "renewal/" + c.Number, Body: Tidings{c.Application, c.Number, c.Until}})
	outbox.Put(tx, outbox.Message{Topic: AlertTopic, Key: "renewal/" + c.Number,
		Body: Alert{Case: c.Application, Kind: "renewal", Permission: org.ApplicationDeliver, Dept: c.dept, Region: c.region}})
	return true, s.system(tx, c.Application, "tell_renewal", func(*casework.Act, *Application) (done, error) {
		return done{facts: map[string]string{"renewal": c.Number, "until": c.Until.String()}}, nil
	})
}

// HolderMessage gives the telephone of who holds the certificate of a message, and what he is told. For exchange, which sends
// it; "" where it has been revoked since.
func (s *Service) HolderMessage(ctx context.Context, m Tidings) (phone, text string, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.certificateOf(tx, m.Application)
		if err != nil || c.Standing == "revoked" {
			return err
		}
		party, _, err := s.party(tx, m.Application)
		today := calendar.DateOf(tx.Now)
		by := m.Until.Add(-s.policy.Now().Int("approval.renew.ahead", c.region))
		phone, text = party.Phone, fmt.Sprintf("您的%s（编号%s）%s到期，还有%d日，需要延续的请尽快申请。", c.Name, c.Number, m.Until.ChineseFull(), max(0, int(m.Until-today)))
		if by > today {
			text = fmt.Sprintf("您的%s（编号%s）%s到期，需要延续的请在%s前申请。", c.Name, c.Number, m.Until.ChineseFull(), by.ChineseFull())
		}
		return err
	})
	return phone, text, err
}
