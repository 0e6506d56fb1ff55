package approval

import (
	"context"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
)

// Delivery is how the result, or the written receipt of a refusal, reached the applicant. Who collected it for him is
// personal data: Taker is masked; the slip is the post's number.
type Delivery struct {
	Way   string    `json:"way"` // one of Ways
	Taker string    `json:"taker,omitempty"`
	Slip  string    `json:"slip,omitempty"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// DeliveryForm is the hand-over record of the issue desk.
type DeliveryForm struct {
	Way   string `json:"way"`
	Taker string `json:"taker,omitempty"` // "self" or the kind of who collected it: kin, colleague, agent
	Slip  string `json:"slip,omitempty"`
}

// Takers are who may collect a result.
var Takers = []Word{{"self", "申请人本人", ""}, {"kin", "近亲属", ""}, {"colleague", "单位人员", ""}, {"agent", "受托代理人", "APP-49"}}

// NotifyReady tells the applicant who chose to collect, or who has still to pay, that the result is ready: from here the
// office is no longer late (GAP-45). The application waits for him.
func (s *Service) NotifyReady(ctx context.Context, actor org.Actor, id string, version int64, how string) (Ref, error) {
	if err := oneOf(TellWays, how, "how", "请选择告知方式。"); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "notify_ready", func(a *casework.Act, o *Application) (done, error) {
		due, _, err := s.owing(a, o)
		if err != nil {
			return done{}, err
		}
		if o.Collect != "handed" && len(due) == 0 {
			return done{}, fault.New(fault.Refused, "approval.ready", "申请人没有选择窗口领取，请邮寄或者电子送达。").Under("GAP-45")
		}
		if !o.Ready.IsZero() {
			return done{}, fault.New(fault.Conflict, "approval.ready.twice", "已通知申请人领取。").Under("GAP-45")
		}
		o.Ready = now(a)
		if err := s.count(a, o); err != nil {
			return done{}, err
		}
		if err := a.Stop(MeterHandling, now(a)); err != nil {
			return done{}, err
		}
		return done{facts: map[string]string{"how": how}}, a.Stop(MeterDeliver, now(a))
	})
}

// Deliver hands over, posts or serves the result, and with it ends the application: the promise is kept or broken by this
// moment, not by the decision (TIME-16). The written receipt of a refusal is delivered in the same way, and that day is
// its completion (TIME-06). A granted result waits for its fees where policy says so (GAP-48).
func (s *Service) Deliver(ctx context.Context, actor org.Actor, id string, version int64, in DeliveryForm) (Ref, error) {
	if err := oneOf(Ways, in.Way, "way", "请选择送达方式。"); err != nil {
		return Ref{}, err
	}
	if in.Way == "handed" {
		if err := oneOf(Takers, in.Taker, "taker", "请选择领取人。"); err != nil {
			return Ref{}, err
		}
	}
	if in.Way == "posted" {
		slip, err := required(in.Slip, "slip", "请填写邮寄单号。", "GAP-45")
		if err != nil {
			return Ref{}, err
		}
		in.Slip = slip
	}
	return s.act(ctx, actor, id, version, "deliver", func(a *casework.Act, o *Application) (done, error) {
		a.To(Delivered)
		if a.Was().State == Declining {
			a.To(Declined)
		}
		if err := s.settled(a, o); err != nil {
			return done{}, err
		}
		o.Delivery = &Delivery{Way: in.Way, Taker: in.Taker, Slip: in.Slip, By: actor.ID, At: now(a)}
		if in.Way == "handed" && !o.spotTrip(now(a)) {
			o.Trips = append(o.Trips, Trip{At: now(a), Why: "collect"})
		}
		if a.Was().State == Decided && o.Ready.IsZero() {
			if err := s.count(a, o); err != nil {
				return done{}, err
			}
		}
		s.handed(a, o)
		return done{facts: map[string]string{"way": in.Way, "taker": in.Taker, "slip": in.Slip}}, nil
	})
}

// spotTrip reports whether the applicant is still at the window to which he came with the application: he came once, for
// both (APP-39).
func (o *Application) spotTrip(at time.Time) bool {
	return len(o.Trips) > 0 && calendar.DateOf(o.Trips[len(o.Trips)-1].At) == calendar.DateOf(at) && o.Decision != nil && o.Decision.OnSpot
}

// count notes how many days counted from completion until now, those past the limit among them: what the promise and the
// statutory limit are compared with (TIME-37). What is late now is noted, whether or not its alarm has rung (TIME-12).
func (s *Service) count(a *casework.Act, o *Application) error {
	m := a.Meter(MeterHandling)
	if m.Late(now(a)) {
		o.late(m.Due, now(a))
	}
	result, err := s.kernel.Explain(a.Tx(), m)
	if err != nil {
		return err
	}
	o.Taken += result.Taken(calendar.DateOf(now(a)))
	return nil
}
