package hotline

import (
	"testing"

	"huying/internal/attachment"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// asked are all verbs on an order that is there already, each asked so that only sight and permission can refuse it.
func (w *world) asked() map[string]func(who org.Actor, id string) error {
	extension := ExtensionForm{Amount: 1, Promised: "五日", Statutory: "五日", Basis: "规定", Reason: "雨天"}
	only := func(_ Ref, err error) error { return err }
	return map[string]func(who org.Actor, id string) error{
		"accept": func(a org.Actor, id string) error {
			return only(w.Accept(w.ctx, a, id, 0, "help", "", Intake{Disposition: "order"}))
		},
		"classify":   func(a org.Actor, id string) error { return only(w.Classify(w.ctx, a, id, 0, "help", "", "", "停水")) },
		"stand_down": func(a org.Actor, id string) error { return only(w.StandDown(w.ctx, a, id, 0, "help", "无危险")) },
		"dispatch": func(a org.Actor, id string) error {
			return only(w.Dispatch(w.ctx, a, id, 0, Assignment{Lead: "parks"}))
		},
		"consent": func(a org.Actor, id string) error { return only(w.Consent(w.ctx, a, id, 0, "")) },
		"sign":    func(a org.Actor, id string) error { return only(w.Sign(w.ctx, a, id, 0)) },
		"assign":  func(a org.Actor, id string) error { return only(w.Assign(w.ctx, a, id, 0, w.people["water"].ID)) },
		"involve": func(a org.Actor, id string) error { return only(w.Involve(w.ctx, a, id, 0, []string{"parks"})) },
		"return": func(a org.Actor, id string) error {
			return only(w.Return(w.ctx, a, id, 0, ReturnForm{Ground: "other_lead", Reason: "不属于", Basis: "三定"}))
		},
		"rule_return": func(a org.Actor, id string) error {
			return only(w.RuleReturn(w.ctx, a, id, 0, Ruling{Why: "应由其办理"}))
		},
		"ask_extension":  func(a org.Actor, id string) error { return only(w.AskExtension(w.ctx, a, id, 0, extension)) },
		"rule_extension": func(a org.Actor, id string) error { return only(w.RuleExtension(w.ctx, a, id, 0, true, "属实")) },
		"tell_extension": func(a org.Actor, id string) error { return only(w.TellExtension(w.ctx, a, id, 0, "phone")) },
		"propose_reply":  func(a org.Actor, id string) error { return only(w.ProposeReply(w.ctx, a, id, 0, answer)) },
		"review":         func(a org.Actor, id string) error { return only(w.Review(w.ctx, a, id, 0, true, "")) },
		"sign_off":       func(a org.Actor, id string) error { return only(w.SignOff(w.ctx, a, id, 0, true, "")) },
		"reply":          func(a org.Actor, id string) error { return only(w.Reply(w.ctx, a, id, 0, answer)) },
		"give_back":      func(a org.Actor, id string) error { return only(w.GiveBack(w.ctx, a, id, 0)) },
		"conclude":       func(a org.Actor, id string) error { return only(w.Conclude(w.ctx, a, id, 0)) },
		"revisit":        func(a org.Actor, id string) error { return only(w.Revisit(w.ctx, a, id, 0, RevisitForm{How: "phone"})) },
		"redo":           func(a org.Actor, id string) error { return only(w.Redo(w.ctx, a, id, 0, "未解决")) },
		"escalate":       func(a org.Actor, id string) error { return only(w.Escalate(w.ctx, a, id, 0, "争议")) },
		"decide":         func(a org.Actor, id string) error { return only(w.Decide(w.ctx, a, id, 0, true, "再办")) },
		"close":          func(a org.Actor, id string) error { return only(w.CloseExplained(w.ctx, a, id, 0, "已解释")) },
		"archive":        func(a org.Actor, id string) error { return only(w.Archive(w.ctx, a, id, 0)) },
		"urge":           func(a org.Actor, id string) error { return only(w.Urge(w.ctx, a, id, 0, "phone", "")) },
		"notice":         func(a org.Actor, id string) error { return only(w.IssueNotice(w.ctx, a, id, 0)) },
		"explain":        func(a org.Actor, id string) error { return only(w.Explain(w.ctx, a, id, 0, "雨天")) },
		"supervise":      func(a org.Actor, id string) error { return only(w.Supervise(w.ctx, a, id, 0, true, "重点")) },
		"to_head":        func(a org.Actor, id string) error { return only(w.ToHead(w.ctx, a, id, 0, "久拖")) },
		"account": func(a org.Actor, id string) error {
			return only(w.HoldToAccount(w.ctx, a, id, 0, AccountForm{Ground: "delay", Measure: "circular", Finding: "拖延"}))
		},
		"log_emergency": func(a org.Actor, id string) error {
			return only(w.LogEmergency(w.ctx, a, id, 0, "team_sent", w.clk.Now(), ""))
		},
		"renew_code": func(a org.Actor, id string) error {
			_, _, err := w.RenewCode(w.ctx, a, id, 0, "13800001111", "遗失")
			return err
		},
		"flag":  func(a org.Actor, id string) error { return only(w.Flag(w.ctx, a, id, 0, true, false, "重要")) },
		"group": func(a org.Actor, id string) error { return only(w.GroupWith(w.ctx, a, id, 0, "")) },
		"unmask": func(a org.Actor, id string) error {
			_, err := w.Unmask(w.ctx, a, id, "回访")
			return err
		},
	}
}

// reads are what wants only sight.
func (w *world) reads() map[string]func(who org.Actor, id string) error {
	return map[string]func(who org.Actor, id string) error{
		"get": func(a org.Actor, id string) error { _, err := w.Get(w.ctx, a, id); return err },
		"sheet": func(a org.Actor, id string) error {
			_, err := w.OrderSheet(w.ctx, a, id)
			return err
		},
		"files": func(a org.Actor, id string) error { _, err := w.Files(w.ctx, a, id); return err },
		"note":  func(a org.Actor, id string) error { _, err := w.Note(w.ctx, a, id, 0, "备注"); return err },
	}
}

// AUD-07: to somebody outside his scope an order does not exist, whatever he asks of it; inside it he is told that he
// may not. One who assists is inside.
func TestAUD07OutsideOnesScopeThereIsNoOrder(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		for verb, ask := range w.asked() {
			for _, id := range []string{ref.ID, task, "01NOTHING"} {
				w.sameAsNone(verb, ask(w.people["parks"], id))
			}
			lacking := w.people["lawyer"]
			if verb == "review" {
				lacking = w.people["inspector"]
			}
			if err := ask(lacking, ref.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by one who sees the order and may not: %v", verb, err)
			}
			if err := ask(w.within("roads", org.Legal, "/roads/", ""), ref.ID); verb != "review" && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by one whose office assists and who may not: %v", verb, err)
			}
		}
		for verb, ask := range w.reads() {
			for _, id := range []string{ref.ID, task, "01NOTHING"} {
				w.sameAsNone(verb, ask(w.people["parks"], id))
			}
		}
		if _, err := w.ReplyTask(w.ctx, w.people["parks"], task, 0, "已配合"); fault.Code(err) != "case.missing" {
			t.Errorf("a task outside: %v", err)
		}
		if _, err := w.ReplyTask(w.ctx, w.people["lawyer"], task, 0, "已配合"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a task inside: %v", err)
		}
	})
}

func (w *world) sameAsNone(verb string, err error) {
	w.t.Helper()
	if fault.Code(err) != "case.missing" || !fault.Is(err, fault.NotFound) {
		w.t.Errorf("%s from outside: %v", verb, err)
	}
}

// AUD-07: a part of an order has no caller of its own to look at, and a look at one leaves no record.
func TestAUD07TasksHaveNoCaller(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		_, err := w.Unmask(w.ctx, w.people["roads"], task, "联系诉求人")
		w.refused(err, "case.missing", "")
		_, err = w.Unmask(w.ctx, w.people["operator"], task, "联系诉求人")
		w.refused(err, "case.missing", "")
		_, err = w.Unmask(w.ctx, w.people["inspector"], ref.ID, "联系诉求人")
		w.refused(err, "hotline.unmask", "AUD-07")
	})
}

// A file outside one's scope is refused as one that does not exist.
func TestAUD07FilesOutsideOnesScope(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.Attach(tx, w.people["operator"], ref.ID, 0, attachment.Blob{Hash: "ab", Name: "现场.txt", Type: "text/plain", Size: 1}, false)
			return err
		}))
		files, err := w.Files(w.ctx, w.people["operator"], ref.ID)
		w.must(err)
		_, outside := w.File(w.ctx, w.people["parks"], files[0].ID)
		_, none := w.File(w.ctx, w.people["parks"], "01NOTHING")
		if outside == nil || none == nil || outside.Error() != none.Error() {
			t.Errorf("%v and %v", outside, none)
		}
	})
}

// AUD-07: the condition by which lists are narrowed shows exactly what one may know of.
func TestAUD07ListsShowWhatOneMayKnowOf(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.register("help")
		w.dispatched("help", "roads")
		w.signed("consult", "roads", "parks")
		for login, who := range map[string]org.Actor{"water": w.people["water"], "roads": w.people["roads"], "parks": w.people["parks"], "inspector": w.people["inspector"], "admin": w.people["admin"],
			"east": w.within("leader", org.Leader, "/roads/", w.region("9901")), "west": w.within("leader", org.Leader, "", w.region("9902"))} {
			w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
				listed, all := map[string]bool{}, []string{}
				var args []any
				sight := w.kernel.SightSQL(tx, who, &args)
				id := func(take func(id string)) func(scan func(...any) error) error {
					return func(scan func(...any) error) error {
						var id string
						err := scan(&id)
						take(id)
						return err
					}
				}
				if err := tx.All(`SELECT c.id FROM cases c WHERE `+sight, args, id(func(id string) { listed[id] = true })); err != nil {
					return err
				}
				if err := tx.All(`SELECT c.id FROM cases c`, nil, id(func(id string) { all = append(all, id) })); err != nil {
					return err
				}
				for _, id := range all {
					if _, _, err := w.visible(tx, who, id); (err == nil) != listed[id] {
						t.Errorf("%s: %s is listed %v, and to be seen: %v", login, id, listed[id], err)
					}
				}
				return nil
			}))
		}
	})
}
