package approval

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huying/internal/attachment"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Submission is an application as it is handed in. Form holds the answers by the fields' codes, Choices those to the
// scenario questions. Collect is how the applicant wants the result, one of Ways.
type Submission struct {
	Key       string          `json:"-"` // idempotency key: the same key of the same person opens the same application
	Parent    string          `json:"-"` // the case it is part of, of a bundle or a project
	Item      string          `json:"item"`
	Channel   string          `json:"channel"`
	Party     Party           `json:"party"`
	Choices   catalog.Answers `json:"choices,omitempty"`
	Form      map[string]any  `json:"form"`
	Materials []Handing       `json:"materials"`
	Collect   string          `json:"collect,omitempty"`
	Region    string          `json:"region,omitempty"` // division code of where the matter lies; "" is the item's own place
	Admit     Admission       `json:"-"`
	version   int64           // of a bundle: the item's version under which it began
	given     []Material      // of a bundle: what its applicant handed in for all
	green     bool            // of a key project
}

// Admission is asked first in the transaction of a submission, and may end it; nil admits everybody. What it counts, it counts
// of what was handed in.
type Admission func(tx *storage.Tx)

func (admit Admission) ask(tx *storage.Tx) {
	if admit != nil {
		admit(tx)
	}
}

// Handing is one material that is handed in: as files, as so many originals and copies, or taken from an earlier
// application of the same person while it is still valid.
type Handing struct {
	Code      string            `json:"code"`
	Files     []attachment.Blob `json:"-"` // what the store has taken
	Originals int               `json:"originals,omitempty"`
	Copies    int               `json:"copies,omitempty"`
	Issued    calendar.Date     `json:"issued,omitzero"` // day on which it was issued, if that is known
	Sent      []Sent            `json:"sent,omitempty"`  // files that were sent ahead
	Reuse     string            `json:"reuse,omitempty"` // number of the earlier application
	Proof     string            `json:"proof,omitempty"` // its query code: asked of who applies online
}

// Receipt is what the applicant takes away when he hands an application in: receipt is not yet acceptance. Lacking names
// the materials that are wanted and not there, so that he hears of them at once (APP-04).
type Receipt struct {
	Ref
	Code    string `json:"code"` // query code
	Lacking []Lack `json:"lacking"`
}

type submitFacts struct {
	Item     string   `json:"item"`
	Version  int64    `json:"version"`
	Channel  string   `json:"channel"`
	Party    string   `json:"party"`
	Agent    string   `json:"agent,omitempty"`
	Form     string   `json:"form"`
	Presents []string `json:"presents"`

	Counted map[string]any `json:"counted"`
}

// Submit takes an application from the public page. The case stands with the windows that may accept it.
func (s *Service) Submit(ctx context.Context, in Submission) (Receipt, error) {
	return s.open(ctx, citizen(), "submit", in)
}

// Take takes an application at a window. Any comprehensive window takes any item that is enabled for them (APP-10); an
// item that is not is taken by its own department's windows. A clerk files for somebody who cannot himself, and the agent
// is recorded (APP-49).
func (s *Service) Take(ctx context.Context, actor org.Actor, in Submission) (Receipt, error) {
	return s.open(ctx, actor, "take", in)
}

func (s *Service) open(ctx context.Context, actor org.Actor, action string, in Submission) (Receipt, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Receipt{}, err
	}
	number, err := s.kernel.Number(ctx, "application", calendar.DateOf(s.db.Now()))
	if err != nil {
		return Receipt{}, err
	}
	var content []byte
	if in.Key != "" {
		if content, err = json.Marshal(in); err != nil {
			return Receipt{}, fault.New(fault.Invalid, "approval.form", "填写内容无法保存，请检查后重试。").Because(err)
		}
	}
	var lacking []Lack
	number = numberMark + number
	c, err := s.kernel.Once(ctx, actor, in.Key, string(content), func(tx *storage.Tx) (*casework.Case, error) {
		in.Admit.ask(tx)
		c, o, err := s.openIn(tx, dir, actor, action, number, in)
		if err == nil {
			lacking = lacks(o)
		}
		return c, err
	})
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Ref: refOf(c), Code: s.QueryCode(c.ID), Lacking: lacking}, nil
}

// openIn writes a new application with its applicant, its place in the search index and its first event.
func (s *Service) openIn(tx *storage.Tx, dir *org.Directory, actor org.Actor, action, number string, in Submission) (*casework.Case, *Application, error) {
	item, err := s.bound(tx, in)
	if err != nil {
		return nil, nil, err
	}
	if err := in.check(item.Record, actor.ID == casework.Citizen); err != nil {
		return nil, nil, err
	}
	region, dept, err := place(dir, item, in.Region)
	if err != nil {
		return nil, nil, err
	}
	form, err := s.answers(catalog.Narrow(item.Record, in.Choices).Form, in.Form, region)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: action, Number: number, Parent: in.Parent, Title: item.Record.Name, Region: region, Dept: dept})
	if err != nil {
		return nil, nil, err
	}
	r := item.Record
	o := &Application{ID: a.Case.ID, Item: item.ID, ItemVersion: item.Version, ItemName: r.Name, ItemCode: r.Code, Class: r.Class, Model: r.Plan.Model, DeptPath: item.Dept, WindowPath: dept,
		Channel: in.Channel, Party: in.Party.Kind, Choices: in.Choices, FormDigest: digest(form), Collect: in.Collect, Received: tx.Now, Complete: tx.Now, Green: r.Flags.Green || in.green, Formal: r.Flags.FormalOnly, Statutory: statutory(r)}
	if in.Party.Agent != nil {
		o.Agent = in.Party.Agent.Kind
	}
	if action == "take" && in.Parent == "" {
		o.Trips = append(o.Trips, Trip{At: tx.Now, Why: "take"})
	}
	o.expect(r)
	o.take(in.given)
	hashes, err := s.handIn(a, o, r, in.Materials, s.vault.Index(secret.Identity, in.Party.IDNumber))
	if err != nil {
		return nil, nil, err
	}
	if err := s.seal(tx, o.ID, in.Party, in.Form); err != nil {
		return nil, nil, err
	}
	if err := insert(tx, o, region); err != nil {
		return nil, nil, err
	}
	if err := s.startAccept(a); err != nil {
		return nil, nil, err
	}
	casework.Index(tx, a.Case, "")
	s.announce(tx, o.ID, placeOf(a.Case), org.Place{Dept: o.DeptPath, Region: region})
	facts := submitFacts{Item: o.Item, Version: o.ItemVersion, Channel: o.Channel, Party: o.Party, Agent: o.Agent, Form: o.FormDigest, Presents: o.present(), Counted: o.counted().changes(Counted{})}
	return a.Case, o, a.Finish("", facts, hashes...)
}

// statutory is how many days the law allows, 0 if they do not compare with the promise.
func statutory(r catalog.Record) int {
	if r.Statutory.Unit == r.Promised.Unit || r.Promised.Amount == 0 {
		return r.Statutory.Amount
	}
	return 0
}

// answers holds a form to what was asked, and gives it as it is written down.
func (s *Service) answers(form catalog.Form, given map[string]any, region string) (string, error) {
	if given == nil {
		given = map[string]any{}
	}
	text, err := json.Marshal(given)
	if err != nil {
		return "", err
	}
	return string(text), s.items.CheckForm(form, text, region)
}

// place tells where an application belongs: with the comprehensive windows of its place if they may take the item, else
// with the department that implements it (APP-10, APP-29).
func place(dir *org.Directory, item catalog.Item, code string) (region, dept string, err error) {
	region, dept = item.Region, item.Dept
	if code != "" {
		r, ok := dir.Region(code)
		if !ok || !strings.HasPrefix(r.Path, item.Region) {
			return "", "", fault.New(fault.Invalid, "approval.region", "请选择本事项办理机关所辖的区域。").On("region", "不在办理范围内")
		}
		region = r.Path
	}
	if item.Record.Flags.AnyWindow {
		if h, ok := hall(dir, region); ok {
			dept = h.Path
		}
	}
	return region, dept, nil
}

// startAccept starts the five working days in which the applicant must hear whether he is accepted, what is missing, or
// that he is not (article 32).
func (s *Service) startAccept(a *casework.Act) error {
	return a.Start(MeterAccept, s.policy.Now().Term("approval.limit.accept", a.Case.Region), now(a),
		casework.Alarm{Kind: "soon", Workdays: -1}, casework.Alarm{Kind: "silent", Workdays: 0})
}

// bound is the item under which an application begins: as it is in force, or the version that its bundle began under.
func (s *Service) bound(tx *storage.Tx, in Submission) (catalog.Item, error) {
	if in.version > 0 {
		return s.items.Version(tx, in.Item, in.version)
	}
	return s.items.Published(tx, in.Item)
}

func (in *Submission) check(r catalog.Record, public bool) error {
	bad := fault.New(fault.Invalid, "approval.application", "请检查填写内容。")
	in.Party.check(bad)
	in.Collect = cmp.Or(in.Collect, "handed")
	checkWays(bad, in.Party, in.Channel, in.Collect, public)
	checkChoices(bad, r.Scenario, in.Choices)
	if len(bad.Fields) > 0 {
		return bad
	}
	return served(r.Flags.Online, r.Flags.Mail, in.Collect, public)
}

// checkWays checks how an application comes and how its result is to go: what is posted goes to an address.
func checkWays(bad *fault.Error, p Party, channel, collect string, public bool) {
	if label(Channels, channel) == "" {
		bad.On("channel", "请选择申请方式")
	}
	if public && !slices.Contains(online, channel) && channel != "terminal" {
		bad.On("channel", "请选择网上申请方式")
	}
	if label(Ways, collect) == "" {
		bad.On("collect", "请选择领取方式")
	}
	if collect == "posted" && strings.TrimSpace(p.Address) == "" {
		bad.On("party.address", "邮寄送达须填写地址")
	}
}

func checkChoices(bad *fault.Error, questions []catalog.Question, choices catalog.Answers) {
	for _, q := range questions {
		answer, given := choices[q.Code]
		if given && !slices.ContainsFunc(q.Options, func(o catalog.Option) bool { return o.Value == answer }) {
			bad.On("choices."+q.Code, "请从给出的选项中选择")
		}
	}
}

// served refuses what an item, or one item of a theme, does not offer: to apply online, to have the result posted.
func served(online, mail bool, collect string, public bool) error {
	switch {
	case public && !online:
		return fault.New(fault.Refused, "approval.online", "此事项暂不能网上申请，请到窗口办理。")
	case collect == "posted" && !mail:
		return fault.New(fault.Refused, "approval.mail", "此事项的结果不能邮寄，请选择其他领取方式。").On("collect", "不能邮寄").Under("GAP-45")
	}
	return nil
}

// expect lists the materials that this applicant must hand in. What other departments share is not asked of him.
func (o *Application) expect(r catalog.Record) {
	for _, m := range r.Wanted() {
		if !m.When.Fits(o.Choices) {
			continue
		}
		state, grade := "missing", ""
		if m.Shared {
			state, grade = "shared", "A"
		}
		o.Materials = append(o.Materials, Material{Code: m.Code, Name: m.Name, Necessity: m.Necessity, Source: m.Source, State: state, Grade: grade})
	}
}

// take puts what was handed in for a whole bundle in its place.
func (o *Application) take(given []Material) {
	for _, g := range given {
		m := o.material(g.Code)
		g.Necessity, g.Source = m.Necessity, m.Source
		*m = g
	}
}

func (o *Application) present() []string {
	codes := []string{}
	for _, m := range o.Materials {
		if m.Present() {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// lacks names what is wanted and not there.
func lacks(o *Application) []Lack {
	out := []Lack{}
	for _, m := range o.lacking(catalog.Required, catalog.Tolerable) {
		out = append(out, Lack{Code: m.Code, Name: m.Name, What: "请提交" + m.Name})
	}
	return out
}

// numberMark tells the number of an application (办件) from those of other cases, which are counted apart.
const numberMark = "BJ"
