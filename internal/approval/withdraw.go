package approval

import (
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
)

// Withdrawal is that the applicant wants no decision any more: who asked for it, why, and at a window the letter that says
// so.
type Withdrawal struct {
	Asker string    `json:"asker"` // one of Askers
	Why   string    `json:"why,omitempty"`
	File  string    `json:"file,omitempty"` // id of the attachment
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// WithdrawalForm is what a clerk writes down when the applicant withdraws in writing.
type WithdrawalForm struct {
	Asker string `json:"asker"`
	Why   string `json:"why"`
	File  string `json:"file"` // id of the attachment
}

// Askers are who may withdraw an application in writing.
var Askers = []Word{{"self", "申请人本人", "APP-08"}, {"legal", "法定代表人", "APP-08"}, {"agent", "受托代理人", "APP-49"}}

// Withdraw ends an application at the applicant's wish, before it is decided.
func (s *Service) Withdraw(ctx context.Context, number, code, why string) (Ref, error) {
	return s.asCitizen(ctx, number, code, "withdraw", func(a *casework.Act, o *Application) (done, error) {
		o.Withdrawal = &Withdrawal{Asker: "self", Why: strings.TrimSpace(why), By: casework.Citizen, At: now(a)}
		return done{facts: map[string]string{"why": digest(o.Withdrawal.Why)}}, nil
	})
}

// TakeWithdrawal ends an application at a window on the applicant's written wish: who asked, why, and the letter are kept
// (APP-08). The windows that took it may do so while it is with the departments (APP-29).
func (s *Service) TakeWithdrawal(ctx context.Context, actor org.Actor, id string, version int64, in WithdrawalForm) (Ref, error) {
	if err := oneOf(Askers, in.Asker, "asker", "请选择由谁提出撤回。"); err != nil {
		return Ref{}, err
	}
	var err error
	if in.Why, err = s.text(in.Why, "why", "请写明撤回的理由。", "APP-08"); err != nil {
		return Ref{}, err
	}
	if in.File == "" {
		return Ref{}, fault.New(fault.Invalid, "approval.withdraw.letter", "窗口撤回须有申请人的书面申请，请上传。").On("file", "请上传书面申请").Under("APP-08")
	}
	return s.act(ctx, actor, id, version, "take_withdrawal", func(a *casework.Act, o *Application) (done, error) {
		hash, err := s.fileOf(a.Tx(), o.ID, in.File)
		if err != nil {
			return done{}, err
		}
		o.Withdrawal = &Withdrawal{Asker: in.Asker, Why: in.Why, File: in.File, By: actor.ID, At: now(a)}
		return done{facts: map[string]string{"asker": in.Asker, "why": digest(in.Why), "file": in.File}, evidence: []string{hash}}, nil
	})
}
