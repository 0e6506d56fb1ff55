package hotline

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Issue is one problem that a circular names, with its tasks: the lists of problems, tasks and responsibilities are three
// columns of one (HOT-08).
type Issue struct {
	ID       string      `json:"id"`
	Circular string      `json:"circular"` // number or title of the circular
	Text     string      `json:"text"`
	Dept     string      `json:"dept"`
	By       string      `json:"by"`
	At       time.Time   `json:"at"`
	Tasks    []IssueTask `json:"tasks"`
}

// IssueTask is what is to be done about a problem, by whom and by which day.
type IssueTask struct {
	ID       string            `json:"id"`
	Text     string            `json:"text"`
	Person   string            `json:"person"`
	Due      calendar.Date     `json:"due"`
	DoneAt   time.Time         `json:"doneAt,omitzero"`
	Note     string            `json:"note,omitempty"`
	Standing deadline.Standing `json:"standing"`
	Mine     bool              `json:"mine"` // the reader answers for it
	person   string
}

// IssueForm is a problem as it is entered. Each task names the id of who answers for it.
type IssueForm struct {
	Circular string          `json:"circular"`
	Text     string          `json:"text"`
	Dept     string          `json:"dept"`
	Tasks    []IssueTaskForm `json:"tasks"`
}

// IssueTaskForm is a task as it is entered; Due is its last day.
type IssueTaskForm struct {
	Text   string        `json:"text"`
	Person string        `json:"person"`
	Due    calendar.Date `json:"due"`
}

// EnterIssue enters a problem of a circular for the department that it is about, by who may supervise it. A problem without
// a task is refused, and so is a task without a responsible person of the department (HOT-08).
func (s *Service) EnterIssue(tx *storage.Tx, actor org.Actor, in IssueForm) (id string, err error) {
	dept, err := org.DepartmentByID(tx, in.Dept)
	if err != nil {
		return "", err
	}
	onBehalf, err := org.Require(actor, org.OrderSupervise, dept.Path, dept.RegionPath)
	if err != nil {
		return "", err
	}
	in.Circular, in.Text = strings.TrimSpace(in.Circular), strings.TrimSpace(in.Text)
	bad := fault.New(fault.Invalid, "hotline.circular", "通报的问题须逐项列明任务和责任人。").Under("HOT-08")
	if in.Circular == "" {
		bad.On("circular", "请填写通报的文号或者名称")
	}
	if in.Text == "" {
		bad.On("text", "请写明问题")
	}
	if len(in.Tasks) == 0 {
		bad.On("tasks", "每个问题至少要有一项任务")
	}
	for i := range in.Tasks {
		if err := checkTask(tx, &in.Tasks[i], i+1, dept, bad); err != nil {
			return "", err
		}
	}
	if len(bad.Fields) > 0 {
		return "", bad
	}
	if err := s.fits("circular", in.Circular, "problem", in.Text); err != nil {
		return "", err
	}
	id = tx.NewID()
	tx.Queue(`INSERT INTO circular_problems (id, circular, text, dept, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, in.Circular, in.Text, dept.ID, actor.ID, storage.Millis(tx.Now))
	for i, t := range in.Tasks {
		if err := s.fits("task", t.Text); err != nil {
			return "", err
		}
		tx.Queue(`INSERT INTO circular_tasks (id, problem_id, position, text, person, due) VALUES ($1, $2, $3, $4, $5, $6)`,
			tx.NewID(), id, i, t.Text, t.Person, t.Due.String())
	}
	return id, audit.Record(tx, circularStream(id), audit.Entry{Action: "circular.problem", Actor: actor.ID, OnBehalf: onBehalf, Authority: "HOT-08",
		Data: map[string]any{"circular": in.Circular, "dept": dept.ID, "text": digest(in.Text), "tasks": len(in.Tasks)}})
}

// checkTask notes what a task lacks.
func checkTask(tx *storage.Tx, t *IssueTaskForm, n int, dept org.Department, bad *fault.Error) error {
	t.Text = strings.TrimSpace(t.Text)
	lacks := func(sentence string) { bad.On("tasks", fmt.Sprintf("第%d项任务%s", n, sentence)) }
	if t.Text == "" {
		lacks("没有写明内容")
	}
	if t.Due < calendar.DateOf(tx.Now) {
		lacks("的期限不能早于今天")
	}
	if t.Person == "" {
		lacks("没有责任人")
		return nil
	}
	p, err := org.PersonByID(tx, t.Person)
	if err == nil && (!p.Active || !strings.HasPrefix(p.DeptPath, dept.Path)) {
		lacks("的责任人须是该单位在职人员")
	}
	return err
}

// FinishTask marks a task as done, once, by who answers for it, and says how (HOT-08).
func (s *Service) FinishTask(ctx context.Context, actor org.Actor, id, note string) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		var problem, person string
		found, err := tx.One(`SELECT problem_id, person FROM circular_tasks WHERE id = $1`, []any{id}, &problem, &person)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.NotFound, "hotline.task.unknown", "没有这项任务。")
		}
		if !actor.Is(person) {
			return fault.New(fault.Forbidden, "hotline.task.other", "任务由责任人本人登记完成。").Under("HOT-08")
		}
		if note = strings.TrimSpace(note); note == "" {
			return fault.New(fault.Invalid, "hotline.task.note", "请写明完成情况。").On("note", "不能为空")
		}
		if err := s.fits("note", note); err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE circular_tasks SET done_at = $1, note = $2 WHERE id = $3 AND done_at = 0`, storage.Millis(tx.Now), note, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "hotline.task.done", "这项任务已经登记完成。").Under("HOT-08")
		}
		onBehalf := ""
		if actor.ID != person {
			onBehalf = person
		}
		return audit.Record(tx, circularStream(problem), audit.Entry{Action: "circular.done", Actor: actor.ID, OnBehalf: onBehalf, Authority: "HOT-08",
			Data: map[string]any{"task": id, "note": digest(note)}})
	})
}

func circularStream(problem string) string { return "circular:" + problem }

// IssueFilter narrows the lists of problems. A zero field does not; Dept stands for itself and what lies under it.
type IssueFilter struct {
	Open bool // with a task that is not done
	Dept string
}

// Issues lists the problems of circulars, the latest first, with their tasks: those of the departments that the person may
// supervise, or works on such tasks for (HOT-08).
func (s *Service) Issues(ctx context.Context, actor org.Actor, f IssueFilter, req page.Request) (out page.Page[Issue], err error) {
	scope := actor.Scope(org.OrderSupervise).Or(actor.Scope(org.CircularTask))
	if scope.Empty() {
		return out, org.Forbidden()
	}
	var key latest
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	limit, rows := req.Limit(), []Issue{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var args []any
		where := ` WHERE ` + scope.SQL(tx.Engine, "d.path", "d.region_path", &args)
		if f.Dept != "" {
			dept, err := org.DepartmentByID(tx, f.Dept)
			if err != nil {
				return err
			}
			where += ` AND ` + org.Under(tx.Engine, "d.path", dept.Path, &args)
		}
		if f.Open {
			where += ` AND EXISTS (SELECT 1 FROM circular_tasks t WHERE t.problem_id = p.id AND t.done_at = 0)`
		}
		where += key.sql("p", limit, &args)
		err := tx.All(`SELECT p.id, p.circular, p.text, d.name, p.by_person, p.at FROM circular_problems p JOIN org_department d ON d.id = p.dept`+where, args, func(scan func(...any) error) error {
			p := Issue{Tasks: []IssueTask{}}
			err := scan(&p.ID, &p.Circular, &p.Text, &p.Dept, &p.By, &p.At)
			rows = append(rows, p)
			return err
		})
		if err != nil {
			return err
		}
		return s.readTasks(tx, actor, rows)
	})
	return page.Of(rows, limit, func(p Issue) latest { return latest{storage.Millis(p.At), p.ID} }), err
}

func (s *Service) readTasks(tx *storage.Tx, actor org.Actor, problems []Issue) error {
	if len(problems) == 0 {
		return nil
	}
	at, ids, people := map[string]int{}, make([]any, len(problems)), []string{}
	for i, p := range problems {
		at[p.ID], ids[i], people = i, p.ID, append(people, p.By)
	}
	near := s.policy.Now().Int("hotline.circular.near", "")
	err := tx.All(`SELECT problem_id, id, text, person, due, done_at, note FROM circular_tasks WHERE problem_id IN (`+storage.Placeholders(1, len(ids))+`) ORDER BY problem_id, position`, ids,
		func(scan func(...any) error) error {
			var problem, due string
			var t IssueTask
			if err := scan(&problem, &t.ID, &t.Text, &t.person, &due, &t.DoneAt, &t.Note); err != nil {
				return err
			}
			day, err := calendar.ParseDate(due)
			t.Due, t.Mine, people = day, actor.Is(t.person), append(people, t.person)
			t.Standing = t.stands(calendar.DateOf(tx.Now), near)
			p := &problems[at[problem]]
			p.Tasks = append(p.Tasks, t)
			return err
		})
	if err != nil {
		return err
	}
	names, err := org.NamesOf(tx, people)
	for i := range problems {
		p := &problems[i]
		p.By = names[p.By]
		for j := range p.Tasks {
			p.Tasks[j].Person = names[p.Tasks[j].person]
		}
	}
	return err
}

// stands is green in time, amber so many days before the last one, red after it.
func (t IssueTask) stands(today calendar.Date, near int) deadline.Standing {
	if !t.DoneAt.IsZero() {
		today = calendar.DateOf(t.DoneAt)
	}
	st := deadline.Standing{Light: deadline.Green, Stopped: !t.DoneAt.IsZero(), Late: today > t.Due, Unit: deadline.Day, RemainingDays: max(0, int(t.Due-today))}
	switch {
	case st.Late:
		st.Light = deadline.Red
	case st.Stopped:
		st.Light = deadline.Grey
	case st.RemainingDays <= near:
		st.Light = deadline.Amber
	}
	return st
}

// latest is the place of a row in a list whose latest row comes first.
type latest struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// sql continues a WHERE clause of rows t that have at and id, and ends the statement.
func (k latest) sql(t string, limit int, args *[]any) string {
	bind := func(v any) string {
		*args = append(*args, v)
		return storage.Placeholders(len(*args), 1)
	}
	after := ""
	if k.ID != "" {
		after = ` AND (` + t + `.at, ` + t + `.id) < (` + bind(k.At) + `, ` + bind(k.ID) + `)`
	}
	return after + ` ORDER BY ` + t + `.at DESC, ` + t + `.id DESC LIMIT ` + bind(limit+1)
}
