package approval

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Project is what an investment project has beside its permits: its class, the body that acts as its agent, and how far
// its stages are (PRJ-03, PRJ-07, PRJ-12).
type Project struct {
	Class  string            `json:"class"`           // one of ProjectClasses
	Green  bool              `json:"green,omitempty"` // key project: green channel (PRJ-05)
	Body   string            `json:"body"`            // id of the department that acts as agent
	Stages map[string]string `json:"stages"`          // of Stages: one of StageStates
	Why    string            `json:"why,omitempty"`   // it was stopped
}

// Issue is something that has to be coordinated for a bundle or project (协调办理, APP-21, PRJ-13).
type Issue struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"` // one of IssueKinds
	Text    string    `json:"text"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Result  string    `json:"result,omitempty"`
	Settled time.Time `json:"settled,omitzero"`
}

// ProjectClasses are the classes that get special service, and the others (PRJ-12).
var ProjectClasses = []Word{{"rebuild", "灾后重建项目", "PRJ-12"}, {"park", "工业园区项目", "PRJ-12"}, {"major", "重大招商引资项目", "PRJ-12"}, {"ordinary", "一般项目", ""}}

// Stages are the stages whose state is kept (PRJ-03), and StageStates how far one is.
var (
	Stages      = []Word{{"environment", "环评", "PRJ-03"}, {"design", "设计", "PRJ-03"}, {"construction", "施工", "PRJ-03"}, {"supervision", "监理", "PRJ-03"}, {"procurement", "采购", "PRJ-03"}}
	StageStates = []Word{{"pending", "未开始", "PRJ-03"}, {"running", "进行中", "PRJ-03"}, {"done", "已完成", "PRJ-03"}}
)

// IssueKinds are what has to be coordinated on the way to the start of work (PRJ-04).
var IssueKinds = []Word{{"land", "征地", "PRJ-04"}, {"demolition", "拆迁", "PRJ-04"}, {"start", "开工", "PRJ-04"}, {"other", "其他", "PRJ-13"}}

// ProjectForm registers a project. Bundle is the catalogue's list of permits by stage; Guide is the agent who follows it
// from its establishment on (帮办, APP-25).
type ProjectForm struct {
	Key     string          `json:"-"` // idempotency key
	Bundle  string          `json:"bundle"`
	Name    string          `json:"name"`
	Party   Party           `json:"party"`
	Choices catalog.Answers `json:"choices,omitempty"`
	Class   string          `json:"class"`
	Green   bool            `json:"green,omitempty"`
	Body    string          `json:"body"`
	Guide   string          `json:"guide"`
}

// OpenProject registers a project with its list of permits (PRJ-09), its agent body (PRJ-07) and the sixty days of joint
// approval (PRJ-06).
func (s *Service) OpenProject(ctx context.Context, actor org.Actor, in ProjectForm) (Receipt, error) {
	bad := fault.New(fault.Invalid, "approval.project", "请检查填写内容。").Under("PRJ-07")
	in.Party.check(bad)
	if in.Name = strings.TrimSpace(in.Name); in.Name == "" || len([]rune(in.Name)) > 100 {
		bad.On("name", "请填写项目名称，不超过100字")
	}
	if label(ProjectClasses, in.Class) == "" {
		bad.On("class", "请选择项目类别")
	}
	if len(bad.Fields) > 0 {
		return Receipt{}, bad
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Receipt{}, err
	}
	body, err := department(dir, in.Body, "body")
	if err != nil {
		return Receipt{}, err
	}
	number, err := s.kernel.Number(ctx, "project", calendar.DateOf(s.db.Now()))
	if err != nil {
		return Receipt{}, err
	}
	content, err := json.Marshal(in)
	if err != nil {
		return Receipt{}, fault.From(err)
	}
	c, err := s.kernel.Once(ctx, actor, in.Key, string(content), func(tx *storage.Tx) (*casework.Case, error) {
		list, compiled, err := s.bundles.CompileBundle(tx, in.Bundle, in.Choices)
		if err != nil {
			return nil, err
		}
		if err := inPeople(tx, in.Guide, "guide"); err != nil {
			return nil, err
		}
		a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: ProjectFlowName, Action: "open_project", Number: projectMark + number, Title: in.Name, Region: body.RegionPath, Dept: body.Path})
		if err != nil {
			return nil, err
		}
		b := &Bundle{ID: a.Case.ID, Kind: catalog.KindProject, Bundle: list.ID, N: list.N, Name: in.Name, Lead: list.Lead, Channel: "agent", Collect: "handed", Choices: in.Choices, Guide: in.Guide, Received: tx.Now,
			Project: &Project{Class: in.Class, Green: in.Green, Body: in.Body, Stages: map[string]string{}}}
		b.plan(compiled)
		for _, stage := range Stages {
			b.Project.Stages[stage.Key] = "pending"
		}
		if err := s.seal(tx, b.ID, in.Party, map[string]any{}); err != nil {
			return nil, err
		}
		term := s.policy.Now().Term("approval.limit.project", a.Case.Region)
		if err := a.Start(MeterHandling, term, tx.Now, s.alarms(term, a.Case.Region)...); err != nil {
			return nil, err
		}
		if err := insertBundle(tx, b); err != nil {
			return nil, err
		}
		s.join(a, dir, b)
		casework.Index(tx, a.Case, in.Name)
		a.Case.Assignee = in.Guide
		return a.Case, a.Finish("", map[string]any{"bundle": b.Bundle, "n": b.N, "lead": b.Lead, "permits": len(b.Parts), "class": in.Class, "green": in.Green, "body": in.Body, "guide": in.Guide})
	})
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Ref: refOf(c), Code: s.QueryCode(c.ID), Lacking: []Lack{}}, nil
}

// PermitForm applies for one permit of a project. Simulated lets it be reviewed before the permits it waits for are there
// (模拟审批, PRJ-08): it is decided only once they are.
type PermitForm struct {
	Item      string         `json:"item"`
	Form      map[string]any `json:"form"`
	Materials []Handing      `json:"materials"`
	Simulated bool           `json:"simulated,omitempty"`
}

// ApplyPermit applies for a permit of a project in its owner's name: the agent hands in, the windows accept (PRJ-09).
func (s *Service) ApplyPermit(ctx context.Context, actor org.Actor, id string, version int64, in PermitForm) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	var permit Ref
	_, err = s.bundleAct(ctx, actor, id, version, "apply_permit", func(a *casework.Act, b *Bundle) (any, error) {
		p := b.part(in.Item)
		if p == nil {
			return nil, fault.New(fault.Refused, "approval.permit", "此事项不在项目的审批清单中。").Under("PRJ-09")
		}
		if p.State != "waiting" && p.State != "refused" {
			return nil, fault.New(fault.Conflict, "approval.permit.open", "此事项已申报。").Under("PRJ-09")
		}
		if !b.reached(p) && !in.Simulated {
			return nil, fault.New(fault.Refused, "approval.permit.early", "前置事项尚未完成，可以申请模拟审批。").Under("PRJ-08")
		}
		party, _, err := s.party(a.Tx(), b.ID)
		if err != nil {
			return nil, err
		}
		n, err := casework.NextSerial(a.Tx(), "permit:"+b.ID)
		if err != nil {
			return nil, err
		}
		sub := Submission{Parent: b.ID, Item: in.Item, Channel: "agent", Party: party, Choices: b.Choices, Collect: b.Collect, Form: in.Form, Materials: in.Materials, green: b.Project.Green}
		c, _, err := s.openIn(a.Tx(), dir, org.System(), "take", a.Case.Number+"-"+strconv.FormatInt(n, 10), sub)
		if err != nil {
			return nil, err
		}
		p.State, p.Application, p.Number, p.Simulated = "open", c.ID, c.Number, !b.reached(p)
		permit = refOf(c)
		return map[string]any{"item": in.Item, "application": c.ID, "simulated": p.Simulated}, nil
	})
	return permit, err
}

// SetStage notes how far a stage of a project is (PRJ-03).
func (s *Service) SetStage(ctx context.Context, actor org.Actor, id string, version int64, stage, state string) (Ref, error) {
	if err := oneOf(Stages, stage, "stage", "请选择阶段。"); err != nil {
		return Ref{}, err
	}
	if err := oneOf(StageStates, state, "state", "请选择阶段状态。"); err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "set_stage", func(a *casework.Act, b *Bundle) (any, error) {
		b.Project.Stages[stage] = state
		return map[string]string{"stage": stage, "state": state}, nil
	})
}

// LogIssue writes down what has to be coordinated (PRJ-04, PRJ-13).
func (s *Service) LogIssue(ctx context.Context, actor org.Actor, id string, version int64, kind, text string) (Ref, error) {
	if err := oneOf(IssueKinds, kind, "kind", "请选择协调事项的类别。"); err != nil {
		return Ref{}, err
	}
	text, err := s.text(text, "text", "请写明需要协调的问题。", "PRJ-13")
	if err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "log_issue", func(a *casework.Act, b *Bundle) (any, error) {
		issue := Issue{ID: a.Tx().NewID(), Kind: kind, Text: text, By: actor.ID, At: now(a)}
		b.Issues = append(b.Issues, issue)
		return map[string]string{"issue": issue.ID, "kind": kind, "text": digest(text)}, nil
	})
}

// SettleIssue writes down how an issue was settled.
func (s *Service) SettleIssue(ctx context.Context, actor org.Actor, id string, version int64, issue, result string) (Ref, error) {
	result, err := s.text(result, "result", "请写明协调结果。", "PRJ-13")
	if err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "settle_issue", func(a *casework.Act, b *Bundle) (any, error) {
		i := slices.IndexFunc(b.Issues, func(x Issue) bool { return x.ID == issue && x.Settled.IsZero() })
		if i < 0 {
			return nil, fault.New(fault.Conflict, "approval.issue", "没有这个待协调的事项。").Under("PRJ-13")
		}
		b.Issues[i].Result, b.Issues[i].Settled = result, now(a)
		return map[string]string{"issue": issue, "result": digest(result)}, nil
	})
}

// ChangeAgent names another agent for a project.
func (s *Service) ChangeAgent(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.bundleAct(ctx, actor, id, version, "change_agent", func(a *casework.Act, b *Bundle) (any, error) {
		b.Guide, a.Case.Assignee = person, person
		return map[string]string{"guide": person}, inPeople(a.Tx(), person, "person")
	})
}

// StopProject ends a project that will not be carried out. Its permits under way stay as they are.
func (s *Service) StopProject(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明终止的理由。", "PRJ-09")
	if err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "stop_project", func(a *casework.Act, b *Bundle) (any, error) {
		b.Project.Why = why
		return map[string]string{"why": digest(why)}, nil
	})
}
