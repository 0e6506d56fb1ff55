package hotline

import (
	"testing"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/page"
	"huying/internal/storage"
)

func TestHOT08NoTaskWithoutAResponsiblePerson(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		enter := func(by string, tasks ...IssueTaskForm) error {
			return w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := w.EnterIssue(tx, w.people[by], IssueForm{Circular: "呼应通〔2026〕1号", Text: "停水诉求久拖不办", Dept: "water", Tasks: tasks})
				return err
			})
		}
		head := w.people["waterhead"].ID
		task := IssueTaskForm{Text: "排查管网", Person: head, Due: calendar.Of(2026, 3, 10)}
		with := func(change func(*IssueTaskForm)) IssueTaskForm { got := task; change(&got); return got }
		w.refused(enter("water", task), "org.forbidden", "")
		w.refused(enter("inspector"), "hotline.circular", "HOT-08")
		w.refused(enter("inspector", task, with(func(f *IssueTaskForm) { f.Person = "" })), "hotline.circular", "HOT-08")
		w.refused(enter("inspector", with(func(f *IssueTaskForm) { f.Person = w.people["roads"].ID })), "hotline.circular", "HOT-08")
		w.refused(enter("inspector", with(func(f *IssueTaskForm) { f.Due = calendar.Of(2026, 3, 1) })), "hotline.circular", "HOT-08")
		if got := w.issues("inspector", IssueFilter{}); len(got) != 0 {
			t.Fatalf("a refused problem was kept: %+v", got)
		}
		w.must(enter("inspector", task, with(func(f *IssueTaskForm) { f.Text, f.Person = "公开抢修时限", w.people["water"].ID })))

		got := w.issues("waterhead", IssueFilter{})
		if len(got) != 1 || len(got[0].Tasks) != 2 || !got[0].Tasks[0].Mine || got[0].Tasks[1].Mine || got[0].Tasks[0].Person != "测试waterhead" || got[0].Tasks[0].Standing.Light != deadline.Green {
			t.Fatalf("%+v", got)
		}
		if others := w.issues("roads", IssueFilter{}); len(others) != 0 {
			t.Errorf("another department sees %+v", others)
		}
		w.to("2026-03-08 09:00")
		if light := w.issues("inspector", IssueFilter{Open: true})[0].Tasks[0].Standing.Light; light != deadline.Amber {
			t.Errorf("two days before: %s", light)
		}
		first := got[0].Tasks[0].ID
		w.refused(w.FinishTask(w.ctx, w.people["water"], first, "已排查"), "hotline.task.other", "HOT-08")
		w.refused(w.FinishTask(w.ctx, w.people["waterhead"], first, " "), "hotline.task.note", "")
		w.must(w.FinishTask(w.ctx, w.people["waterhead"], first, "已排查三处漏点"))
		w.refused(w.FinishTask(w.ctx, w.people["waterhead"], first, "再排查"), "hotline.task.done", "HOT-08")
		w.to("2026-03-11 09:00")
		open := w.issues("inspector", IssueFilter{Open: true, Dept: "water"})
		if len(open) != 1 || open[0].Tasks[0].Standing.Light != deadline.Grey || open[0].Tasks[0].Note != "已排查三处漏点" || open[0].Tasks[1].Standing.Light != deadline.Red {
			t.Errorf("%+v", open)
		}
		w.must(w.FinishTask(w.ctx, w.people["water"], got[0].Tasks[1].ID, "已公开"))
		if late := w.issues("inspector", IssueFilter{})[0].Tasks[1].Standing; !late.Late || !late.Stopped {
			t.Errorf("done late: %+v", late)
		}
		if open := w.issues("inspector", IssueFilter{Open: true}); len(open) != 0 {
			t.Errorf("still open: %+v", open)
		}
	})
}

func (w *world) issues(by string, f IssueFilter) []Issue {
	w.t.Helper()
	got, err := w.Issues(w.ctx, w.people[by], f, page.Request{})
	w.must(err)
	return got.Items
}

func TestHOT96FeedbackIsNoOrder(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		counted := func() (n int) {
			w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
				_, err := tx.One(`SELECT (SELECT COUNT(*) FROM cases) + (SELECT COUNT(*) FROM orders)`, nil, &n)
				return err
			}))
			return n
		}
		before := counted()
		_, err := w.giveFeedback(" ")
		w.refused(err, "hotline.feedback", "")
		mine, err := w.giveFeedback("语音导航太长，希望直接转人工。")
		w.must(err)
		take := func(by string) error {
			return w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := w.TakeFeedback(tx, w.people[by], "夜间接听很快，谢谢。")
				return err
			})
		}
		w.refused(take("water"), "org.forbidden", "")
		w.clk.Advance(1e9)
		w.must(take("operator"))
		if counted() != before {
			t.Error("feedback is counted as an order") // no rate of insight counts anything but cases
		}
		_, err = w.Feedback(w.ctx, w.people["operator"], false, page.Request{})
		w.refused(err, "org.forbidden", "")
		read := func(open bool) []Feedback {
			got, err := w.Feedback(w.ctx, w.people["arbiter"], open, page.Request{})
			w.must(err)
			return got.Items
		}
		all := read(true)
		if len(all) != 2 || all[0].Channel != "12345电话" || all[0].By != "测试operator" || all[1].Number != mine.Number || all[1].By != "" {
			t.Fatalf("%+v", all)
		}
		w.refused(w.AnswerFeedback(w.ctx, w.people["leader"], all[1].ID, "已精简"), "org.forbidden", "")
		w.must(w.AnswerFeedback(w.ctx, w.people["arbiter"], all[1].ID, "已精简为两级导航。"))
		w.refused(w.AnswerFeedback(w.ctx, w.people["arbiter"], all[1].ID, "再答"), "hotline.feedback.answered", "HOT-96")
		if left := read(true); len(left) != 1 || len(read(false)) != 2 {
			t.Errorf("%+v", left)
		}
		own, err := w.OwnFeedback(w.ctx, mine.Number, mine.Code)
		w.must(err)
		if own.Answer != "已精简为两级导航。" || own.AnsweredBy != "" {
			t.Errorf("%+v", own)
		}
		wrong := map[string]string{mine.Number: "000000", "FW20260099": mine.Code, all[0].Number: mine.Code}
		for number, code := range wrong {
			_, err = w.OwnFeedback(w.ctx, number, code)
			w.refused(err, "hotline.query", "")
		}
	})
}

func (w *world) giveFeedback(text string) (ticket FeedbackTicket, err error) {
	err = w.db.Update(w.ctx, func(tx *storage.Tx) error {
		ticket, err = w.GiveFeedback(tx, text)
		return err
	})
	return ticket, err
}
