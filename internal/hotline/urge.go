package hotline

import (
	"context"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// byHand are the ways in which officials urge. Notices are issued by the program, and citizens have a way of their own.
var byHand = UrgeWays[:2]

// Urge records that a department was urged, by telephone or online (HOT-51, HOT-55), as often on one day as policy allows:
// two urges that bring about the supervision notice (HOT-54) are not made within the hour.
func (s *Service) Urge(ctx context.Context, actor org.Actor, id string, version int64, how, note string) (Ref, error) {
	if err := oneOf(byHand, how, "how", "请选择催办方式。"); err != nil {
		return Ref{}, err
	}
	note = strings.TrimSpace(note)
	if err := s.fits("note", note); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "urge", func(a *casework.Act, o *Order) (any, error) {
		if err := s.notTooOften(a, byHand, "今天已催办过这件工单，明天可以再次催办。"); err != nil {
			return nil, err
		}
		s.addUrge(a, o, how, note)
		s.alert(a, "urged", org.OrderReply)
		due, err := s.noticeDue(a, o)
		o.NoticeDue = due
		return map[string]any{"how": how, "late": lateNow(a), "note": digest(note)}, err
	})
}

// CitizenUrge urges the department in the citizen's name, as often on one day as policy allows. It does not count towards
// the supervision notice, which rests on urges by the service hall (HOT-54).
func (s *Service) CitizenUrge(ctx context.Context, number, code string) error {
	return s.asCitizen(ctx, number, code, "citizen_urge", func(a *casework.Act, o *Order) (any, error) {
		if err := s.notTooOften(a, []Word{{Key: "citizen"}}, "今天已催过，我们会尽快办理，明天还可以再催。"); err != nil {
			return nil, err
		}
		s.addUrge(a, o, "citizen", "")
		s.alert(a, "urged", org.OrderReply)
		return map[string]bool{"late": lateNow(a)}, nil
	})
}

// notTooOften refuses, with the sentence, one urge more than policy allows on one day in these ways together.
func (s *Service) notTooOften(a *casework.Act, ways []Word, sentence string) error {
	args := []any{a.Case.ID, storage.Millis(dayBegan(a.Tx().Now))}
	for _, w := range ways {
		args = append(args, w.Key)
	}
	today := 0
	if _, err := a.Tx().One(`SELECT COUNT(*) FROM order_urges WHERE order_id = $1 AND at >= $2 AND how IN (`+storage.Placeholders(3, len(ways))+`)`, args, &today); err != nil {
		return err
	}
	if s.enoughUrges(today, a.Case.Region) {
		return fault.New(fault.Refused, "hotline.urge.often", sentence).Under("HOT-51")
	}
	return nil
}

func (s *Service) enoughUrges(today int, region string) bool {
	return today >= s.policy.Now().Int("hotline.urge.daily", region)
}

// urgedToday reports whether officials may not urge again before tomorrow.
func (s *Service) urgedToday(now time.Time, region string, urging []Urge) bool {
	today := 0
	for _, u := range urging {
		if label(byHand, u.Way) != "" && !u.At.Before(dayBegan(now)) {
			today++
		}
	}
	return s.enoughUrges(today, region)
}

func dayBegan(now time.Time) time.Time { return calendar.DateOf(now).Start() }

func (s *Service) addUrge(a *casework.Act, o *Order, how, note string) {
	o.Urges++
	a.Tx().Queue(`INSERT INTO order_urges (id, order_id, dept, round, how, late, note, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.Tx().NewID(), o.ID, o.Lead, roundOf(a), how, lateNow(a), note, a.Actor().ID, storage.Millis(a.Tx().Now))
}
