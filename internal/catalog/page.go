package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/storage"
)

// Guide is an item as somebody who wants to apply reads it (CAT-20): every word in Chinese, the parts that do not concern him
// left out once he has answered the questions. Version is what an application begun now would be bound to.
type Guide struct {
	ID          string          `json:"id"`
	Version     int64           `json:"version"`
	Status      Status          `json:"status"`
	StatusName  string          `json:"statusName"`
	Name        string          `json:"name"`
	Code        string          `json:"code"`
	BasicCode   string          `json:"basicCode"`
	TypeName    string          `json:"typeName"`
	Class       Class           `json:"class"`
	ClassName   string          `json:"className"`
	LevelName   string          `json:"levelName"`
	Dept        string          `json:"dept"` // id
	DeptName    string          `json:"deptName"`
	Offices     []GuideOffice   `json:"offices"` // where else the same matter is offered, with this one; empty if nowhere
	Office      string          `json:"office"`
	Partners    []string        `json:"partners"` // names
	Audience    []string        `json:"audience"`
	Themes      []string        `json:"themes"`
	Basis       []GuideBasis    `json:"basis"`
	Statutory   string          `json:"statutory"`
	Promised    string          `json:"promised"`
	LimitNote   string          `json:"limitNote"`
	Conditions  []string        `json:"conditions"`
	Materials   []GuideMaterial `json:"materials"`
	Form        Form            `json:"form"`
	Model       string          `json:"model"`
	Steps       []GuideStep     `json:"steps"`
	Drawing     string          `json:"drawing"` // the flow as a Mermaid flow chart
	Fees        []GuideFee      `json:"fees"`
	Result      Result          `json:"result"`
	Questions   []Question      `json:"questions"`
	FAQ         []Answer        `json:"faq"`
	Services    []string        `json:"services"` // 可网办、可邮寄 ...
	Commitment  bool            `json:"commitment"`
	Pledge      []string        `json:"pledge"` // what an applicant commits himself to, none without Commitment
	Tolerance   bool            `json:"tolerance"`
	OnSpot      bool            `json:"onSpot"` // it may be decided at the window, at once (TIME-38)
	Online      bool            `json:"online"`
	Mail        bool            `json:"mail"`
	Window      string          `json:"window"`
	Place       string          `json:"place"`
	Hours       string          `json:"hours"`
	Phone       string          `json:"phone"`
	Supervision string          `json:"supervision"`
	Visits      int             `json:"visits"`
	Quantity    string          `json:"quantity"`
	Agents      string          `json:"agents"`
	Remedies    string          `json:"remedies"`
}

// GuideOffice is an office that offers a matter, by an item of its own.
type GuideOffice struct {
	ID   string `json:"id"`   // of the item
	Name string `json:"name"` // of the department
}

// GuideBasis is a legal ground in words.
type GuideBasis struct {
	Text string `json:"text"`
	Rank string `json:"rank"`
	For  string `json:"for"`
}

// GuideMaterial is a material in words.
type GuideMaterial struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Necessity string `json:"necessity"`
	Source    string `json:"source"`
	Issuer    string `json:"issuer"`
	Originals int    `json:"originals"`
	Copies    int    `json:"copies"`
	Paperless bool   `json:"paperless"`
	Shared    bool   `json:"shared"`
	Basis     string `json:"basis"`
	Note      string `json:"note"`
	Sample    string `json:"sample"`

	Need Necessity `json:"need"` // what Necessity says, as a key
}

// GuideStep is a station of the flow in words.
type GuideStep struct {
	Name  string   `json:"name"`
	Kind  string   `json:"kind"`
	Limit string   `json:"limit"`
	Depts []string `json:"depts"` // names of other departments that take part
}

// GuideFee is a fee in words; Amount is in yuan.
type GuideFee struct {
	Name     string `json:"name"`
	Amount   string `json:"amount"`
	Unit     string `json:"unit"`
	Document string `json:"document"`
	Basis    string `json:"basis"`
	Relief   string `json:"relief"`
}

// GuideTo draws the guide of an item for somebody with these answers. A cancelled item has none, a suspended one says so.
func (s *Service) GuideTo(ctx context.Context, id string, answers Answers) (g Guide, err error) {
	err = s.reading(ctx, id, func(tx *storage.Tx, i *Item, sh sheet) (err error) {
		r := Narrow(i.Record, answers)
		sh.Record = &r
		g = sh.guide(i)
		g.Questions = listOf(i.Record.Scenario)
		g.Offices, err = s.offices(tx, i, sh)
		return err
	})
	return g, err
}

// offices are those that offer the same matter, in the order of the tree of departments.
func (s *Service) offices(tx *storage.Tx, i *Item, sh sheet) ([]GuideOffice, error) {
	shelf, err := s.shelf(tx)
	if err != nil {
		return nil, err
	}
	var same []*shelved
	for n := range shelf.items {
		if v := &shelf.items[n]; v.basicCode == i.Record.BasicCode {
			same = append(same, v)
		}
	}
	if len(same) < 2 {
		return []GuideOffice{}, nil
	}
	slices.SortFunc(same, func(a, b *shelved) int { return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.ID, b.ID)) })
	return each(same, func(v *shelved) GuideOffice { return GuideOffice{v.ID, sh.deptName(v.department)} }), nil
}

// reading reads an item that the public may know of, and what its templates are drawn from.
func (s *Service) reading(ctx context.Context, id string, do func(tx *storage.Tx, i *Item, sh sheet) error) error {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return err
	}
	return s.db.View(ctx, func(tx *storage.Tx) error {
		i, err := s.item(tx, `WHERE i.id = $1`, id)
		switch {
		case err != nil:
			return err
		case i.Version == 0 || i.Tier != Handling:
			return noSuchItem()
		case i.Status == Cancelled:
			return fault.New(fault.Refused, "catalog.cancelled", "此事项已取消，不再办理。").Under("CAT-08")
		}
		return do(tx, &i, sheet{&i.Record, dir, s.policy.Now(), i.Region})
	})
}

func (s sheet) guide(i *Item) Guide {
	r := s.Record
	g := Guide{ID: i.ID, Version: i.Version, Status: i.Status, StatusName: label(Statuses, i.Status), Name: r.Name, Code: r.Code, BasicCode: r.BasicCode,
		TypeName: label(Types, r.Type), Class: r.Class, ClassName: label(Classes, r.Class), LevelName: label(Levels, r.Level),
		Dept: r.Department, DeptName: s.deptName(r.Department), Office: r.Office, Partners: each(r.Partners, s.deptName), Audience: labels(Audiences, r.Audience), Themes: listOf(r.Themes),
		Statutory: spelled(r.Statutory), Promised: spelled(r.Promised), LimitNote: limitNote(s), Form: r.Form, Model: label(Models, r.Plan.Model), Drawing: Draw(r.Plan),
		Result: r.Result, FAQ: listOf(r.FAQ), Services: services(r.Flags), Commitment: r.Flags.Commitment, Tolerance: r.Flags.Tolerance, OnSpot: r.OnSpot(), Online: r.Flags.Online, Mail: r.Flags.Mail,
		Window: r.Window, Place: r.Place, Hours: r.Hours, Phone: r.Phone, Supervision: r.Supervision, Visits: r.Visits, Quantity: r.Quantity, Agents: r.Agents, Remedies: r.Remedies}
	if g.Remedies == "" {
		g.Remedies = s.policy.Text(setGeneralRemedy, s.region)
	}
	g.Conditions = each(r.Conditions, func(c Condition) string { return c.Text })
	g.Basis = each(r.Basis, func(b Basis) GuideBasis { return GuideBasis{b.String(), label(Ranks, b.Rank), label(Grounds, b.For)} })
	g.Pledge = r.Terms()
	g.Materials = each(r.Wanted(), func(m Material) GuideMaterial {
		return GuideMaterial{m.Code, m.Name, m.Kind, label(Necessities, m.Necessity), label(Sources, m.Source), m.Issuer, m.Originals, m.Copies, m.Paperless, m.Shared, m.Basis, m.Note, m.Sample, m.Necessity}
	})
	g.Steps = each(r.Plan.Steps, func(st Step) GuideStep {
		depts := st.Asks
		if st.Dept != "" {
			depts = append([]string{st.Dept}, depts...)
		}
		step := GuideStep{Name: st.Name, Kind: label(StepKinds, st.Kind), Depts: each(depts, s.deptName)}
		if st.Limit.Amount > 0 {
			step.Limit = Spell(st.Limit)
		}
		return step
	})
	g.Fees = each(r.Fees, func(f Fee) GuideFee { return GuideFee{f.Name, Yuan(f.Amount), f.Unit, f.Document, f.Basis, f.Relief} })
	return g
}

// services are what a guide says an item offers.
func services(f Flags) []string {
	out := []string{}
	for _, w := range []struct {
		has  bool
		name string
	}{{f.Online, "可网上办理"}, {f.NoMeeting, "不见面审批"}, {f.Instantly, "秒批"}, {f.SelfService, "自助终端"}, {f.AnyWindow, "任一综合窗口受理"}, {f.FormalOnly, "形式审查、当场办结"}, {f.Commitment, "告知承诺"},
		{f.Tolerance, "容缺受理"}, {f.Appointment, "可预约"}, {f.Mail, "可邮寄"}, {f.Pay, "可网上支付"}, {f.Green, "绿色通道"}, {f.Village, "村镇可办"}} {
		if w.has {
			out = append(out, w.name)
		}
	}
	return out
}

// Draw draws a plan as a Mermaid flow chart, the same text for the same plan. Returning to an earlier step is always possible
// and is not drawn.
func Draw(p Plan) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n  apply([申请]) --> accept[受理]\n")
	if len(p.Steps) == 0 {
		b.WriteString("  accept --> decide{当场决定}\n  decide --> deliver([送达])\n")
		return b.String()
	}
	places := map[string]int{}
	for n, s := range p.Steps {
		places[s.Code] = n
		text := drawable(s.Name)
		if s.Limit.Amount > 0 {
			text += "<br/>" + Spell(s.Limit)
		}
		if s.Kind == Decide {
			fmt.Fprintf(&b, "  s%d{%s}\n", n, text)
		} else {
			fmt.Fprintf(&b, "  s%d[%s]\n", n, text)
		}
	}
	for _, n := range starts(p) {
		fmt.Fprintf(&b, "  accept --> s%d\n", n)
	}
	for n, s := range p.Steps {
		named := map[int]string{}
		for _, branch := range s.Then {
			named[places[branch.To]] = label(Outcomes, branch.Finding)
		}
		if n == len(p.Steps)-1 {
			break
		}
		for _, m := range next(p, places, n) {
			if said := named[m]; said != "" {
				fmt.Fprintf(&b, "  s%d -->|%s| s%d\n", n, said, m)
			} else {
				fmt.Fprintf(&b, "  s%d --> s%d\n", n, m)
			}
		}
	}
	fmt.Fprintf(&b, "  s%d --> deliver([送达])\n", len(p.Steps)-1)
	return b.String()
}

// drawable leaves out what would end a text in a chart.
func drawable(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("[](){}<>|\"`;#&\n", r) {
			return ' '
		}
		return r
	}, text)
}

// Shown draws one of the Templates of an item: what is on the wall, on the touch screen, in the directory.
func (s *Service) Shown(ctx context.Context, id, key string) (title string, out []Shown, err error) {
	err = s.reading(ctx, id, func(_ *storage.Tx, _ *Item, sh sheet) error {
		t, known := sh.template(key)
		if !known {
			return fault.New(fault.NotFound, "catalog.template", "没有这个公开样式。")
		}
		title, out = t.Label, sh.show(t)
		return nil
	})
	return title, out, err
}

// Slip is the 告知单 of an item, a page to be handed out or put on the wall (CAT-22). url is where the whole guide is found.
// It lists what concerns an applicant with these answers, and says so; none narrow nothing.
func (s *Service) Slip(ctx context.Context, id, url string, answers Answers) (n document.Notice, err error) {
	err = s.reading(ctx, id, func(_ *storage.Tx, i *Item, sh sheet) error {
		t, _ := sh.template("slip")
		n = document.Notice{Issuer: sh.deptName(i.Record.Department), Title: "办事告知单", QR: url, QRCaption: "扫码查看完整办事指南"}
		short := Narrow(*sh.Record, answers)
		short.Basis = keep(short.Basis, func(b Basis) bool { return b.For == "" })
		short.Fees = each(short.Fees, func(f Fee) Fee { f.Relief = ""; return f }) // the guide has it
		sh.Record = &short
		for _, e := range sh.show(t) {
			n.Fields = append(n.Fields, document.Field{Label: e.Label, Value: e.Text})
		}
		if said := spoken(i.Record.Scenario, answers); said != "" {
			n.Fields = append(n.Fields, document.Field{Label: "按此情形列出", Value: said})
		}
		n.Fields = append(n.Fields, document.Field{Label: "办理地点", Value: i.Record.Place}, document.Field{Label: "咨询、监督电话", Value: i.Record.Phone + "、" + i.Record.Supervision})
		return nil
	})
	return n, err
}
