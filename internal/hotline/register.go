package hotline

import (
	"context"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// longestTitle is how many characters a title may have: it stands in one line of lists, notices and papers.
const longestTitle = 100

// Caller is who brings an appeal. Everything in it is personal data: it is sealed at rest and masked when shown.
type Caller struct {
	Name         string `json:"name"`
	Phone        string `json:"phone"`
	IDNumber     string `json:"idNumber,omitempty"`
	Address      string `json:"address,omitempty"`
	Confidential bool   `json:"confidential,omitempty"` // the citizen asks that the department not learn who it is
}

// Appeal is what is written down when a citizen brings something.
type Appeal struct {
	Key      string       `json:"-"` // idempotency key: the same key of the same person makes the same order
	Channel  string       `json:"channel"`
	Kind     string       `json:"kind"`
	Title    string       `json:"title"`
	Body     string       `json:"body"`
	Place    string       `json:"place"`
	Region   string       `json:"region"` // division code
	Category string       `json:"category"`
	Caller   Caller       `json:"caller"`
	Received time.Time    `json:"received,omitzero"` // when a letter came; zero = now
	Transfer CallTransfer `json:"transfer,omitzero"` // how the call passed live from desk to desk (HOT-50)
	Intake
}

// Intake is how an appeal leaves the operator's desk (HOT-97).
type Intake struct {
	Disposition string `json:"disposition"`
	Outcome     string `json:"outcome,omitempty"` // the answer given, or where the citizen was told to go
	Refusal     string `json:"refusal,omitempty"` // one of the six (HOT-40)
	Grade       string `json:"grade,omitempty"`   // satisfaction asked at the end of an answered call (HOT-95)
	Important   bool   `json:"important,omitempty"`
	Major       bool   `json:"major,omitempty"`
}

type registerFacts struct {
	Kind        string         `json:"kind"`
	Channel     string         `json:"channel"`
	Category    string         `json:"category,omitempty"`
	Place       string         `json:"place"` // a digest: it may be somebody's address
	Body        string         `json:"body"`
	Disposition string         `json:"disposition"`
	Refusal     string         `json:"refusal,omitempty"`
	Outcome     string         `json:"outcome,omitempty"`
	Grade       string         `json:"grade,omitempty"`
	Transfer    *transferFacts `json:"transfer,omitempty"`
	Received    int64          `json:"received,omitempty"`
}

// Register takes down an appeal at the operator's desk. It ends in an order to be dispatched, an answer, one of the six
// refusals, or advice where to go (HOT-97); nothing is written without one of them.
func (s *Service) Register(ctx context.Context, actor org.Actor, in Appeal) (Ref, error) {
	if err := s.checkAppeal(&in); err != nil {
		return Ref{}, err
	}
	if in.Kind == "" || label(Kinds, in.Kind) == "" {
		return Ref{}, oneOf(Kinds, in.Kind, "kind", "请选择诉求类型。")
	}
	if err := in.Intake.check(); err != nil {
		return Ref{}, err
	}
	return s.open(ctx, actor, "register", in, func(a *casework.Act, o *Order) error {
		return s.leave(a, o, in.Intake)
	})
}

// Receipt is what a citizen keeps of his appeal: with the number the code shows him his order, and AcceptBy is the last
// day on which he is promised to hear whether it is taken up (HOT-83).
type Receipt struct {
	Ref
	Code        string
	AcceptBy    calendar.Date
	Provisional bool // AcceptBy lies beyond the announced years, and may move
}

// Submit takes an appeal a citizen writes on the public page; an operator accepts and classifies it.
func (s *Service) Submit(ctx context.Context, in Appeal) (r Receipt, err error) {
	if in.Kind == "" {
		in.Kind = "help"
	}
	if err := s.checkAppeal(&in); err != nil {
		return r, err
	}
	if in.Caller.Phone == "" {
		return r, fault.New(fault.Invalid, "hotline.phone", "请填写联系电话，便于我们答复您。").On("caller.phone", "不能为空")
	}
	r.Ref, err = s.open(ctx, org.Actor{ID: casework.Citizen, Name: "诉求人"}, "submit", in, func(a *casework.Act, o *Order) error {
		return a.Start(MeterAccept, s.policy.Now().Term("hotline.limit.accept", a.Case.Region), a.Tx().Now, casework.Alarm{Kind: "late", Workdays: 0})
	})
	if err != nil {
		return r, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if r.Code, err = s.codeOf(tx, r.ID); err != nil {
			return err
		}
		accept, err := s.kernel.Glances(tx, MeterAccept, []string{r.ID})
		if err != nil {
			return err
		}
		standing, err := s.kernel.Standing(tx, accept[r.ID], tx.Now)
		r.AcceptBy, r.Provisional = lastDay(accept[r.ID].Due), standing.Provisional
		return err
	})
	return r, err
}

// lastDay is the day that ends with a limit.
func lastDay(due time.Time) calendar.Date { return calendar.DateOf(due.Add(-time.Millisecond)) }

// Accept takes up what a citizen wrote: it is classified and leaves intake as a call would (HOT-83, HOT-97).
func (s *Service) Accept(ctx context.Context, actor org.Actor, id string, version int64, kind, category string, in Intake) (Ref, error) {
	if err := oneOf(Kinds, kind, "kind", "请选择诉求类型。"); err != nil {
		return Ref{}, err
	}
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	if err := s.fits("category", category, "outcome", in.Outcome); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "accept", func(a *casework.Act, o *Order) (any, error) {
		o.Kind, o.Category, o.Registrar = kind, category, actor.ID
		if err := a.Stop(MeterAccept, a.Tx().Now); err != nil {
			return nil, err
		}
		if err := s.leave(a, o, in); err != nil {
			return nil, err
		}
		return registerFacts{Kind: kind, Channel: o.Channel, Category: category, Place: digest(o.Place), Disposition: in.Disposition, Refusal: in.Refusal,
			Outcome: digest(o.Outcome), Grade: string(o.First)}, nil
	})
}

// Classify corrects type, category, place or title while the order is on its way. A new type brings its own limit only
// at the next dispatch: a promise once made to a citizen is not shortened or lengthened silently. What becomes an emergency
// has the limit of one from now on, and those whose turn it is are told (HOT-57). An emergency is not lowered here but by
// StandDown.
func (s *Service) Classify(ctx context.Context, actor org.Actor, id string, version int64, kind, category, place, title string) (Ref, error) {
	if err := oneOf(Kinds, kind, "kind", "请选择诉求类型。"); err != nil {
		return Ref{}, err
	}
	if title = strings.TrimSpace(title); title == "" {
		return Ref{}, fault.New(fault.Invalid, "hotline.title", "请填写标题。").On("title", "不能为空")
	}
	if said := tooLong(title, longestTitle); said != "" {
		return Ref{}, fault.New(fault.Invalid, "hotline.title", "标题过长，请精简。").On("title", said)
	}
	if err := s.fits("category", category, "place", place); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "classify", func(a *casework.Act, o *Order) (any, error) {
		if o.Kind == "emergency" && kind != o.Kind {
			return nil, fault.New(fault.Refused, "hotline.emergency.lower", "应急件降为其他类型，须另行写明理由。").On("kind", "须写明理由").Under("GAP-33")
		}
		was := map[string]string{"kind": o.Kind, "category": o.Category}
		o.Kind, o.Category, o.Place, a.Case.Title = kind, category, place, title
		casework.Index(a.Tx(), a.Case, o.Place+" "+o.Body)
		facts := map[string]any{"was": was, "kind": kind, "category": category, "place": digest(place)}
		if kind != was["kind"] && kind == "emergency" {
			return facts, s.raise(a, o, facts)
		}
		return facts, nil
	})
}

// StandDown lowers an emergency to another type, for a reason that is kept (GAP-33).
func (s *Service) StandDown(ctx context.Context, actor org.Actor, id string, version int64, kind, why string) (Ref, error) {
	if err := oneOf(Kinds, kind, "kind", "请选择诉求类型。"); err != nil {
		return Ref{}, err
	}
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.emergency.why", "请写明降为其他类型的理由。").Under("GAP-33")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "classify", func(a *casework.Act, o *Order) (any, error) {
		if o.Kind != "emergency" || kind == o.Kind {
			return nil, fault.New(fault.Refused, "hotline.emergency.kind", "只有应急件可以降为其他类型。").Under("GAP-33")
		}
		was := map[string]string{"kind": o.Kind, "category": o.Category}
		o.Kind = kind
		s.addNote(a, why, false)
		return map[string]any{"was": was, "kind": kind, "category": o.Category, "why": digest(why)}, nil
	})
}

// open writes a new order with its caller, its place in the search index and its first event.
func (s *Service) open(ctx context.Context, actor org.Actor, action string, in Appeal, leave func(a *casework.Act, o *Order) error) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	region, ok := dir.Region(in.Region)
	if !ok {
		return Ref{}, fault.New(fault.Invalid, "hotline.region", "请选择事发区域。").On("region", "没有这个区域")
	}
	centre, err := office(dir, org.Centre, region.Path)
	if err != nil {
		return Ref{}, err
	}
	number, err := s.kernel.Number(ctx, "order", calendar.DateOf(s.db.Now()))
	if err != nil {
		return Ref{}, err
	}
	content := in.Title + "\n" + in.Body + "\n" + s.vault.Index(secret.Phone, in.Caller.Phone) // the same words of another caller are another appeal
	c, err := s.kernel.Once(ctx, actor, in.Key, content, func(tx *storage.Tx) (*casework.Case, error) {
		a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: action, Number: number, Title: strings.TrimSpace(in.Title),
			Region: region.Path, Dept: centre.Path, Opened: in.Received})
		if err != nil {
			return nil, err
		}
		o := &Order{ID: a.Case.ID, Kind: in.Kind, Channel: in.Channel, Body: in.Body, Place: in.Place, Category: in.Category, Registrar: actor.ID}
		if err := leave(a, o); err != nil {
			return nil, err
		}
		if err := s.seal(tx, o.ID, in.Caller); err != nil {
			return nil, err
		}
		insert(tx, o)
		casework.Index(tx, a.Case, o.Place+" "+o.Body)
		s.announce(tx, o.ID, placeOf(a.Case))
		return a.Case, a.Finish("", registerFacts{Kind: o.Kind, Channel: o.Channel, Category: o.Category, Place: digest(o.Place), Body: digest(o.Body), Disposition: in.Disposition, Refusal: in.Refusal,
			Outcome: digest(o.Outcome), Grade: string(o.First), Transfer: in.Transfer.keep(a), Received: millis(in.Received)})
	})
	if err != nil {
		return Ref{}, err
	}
	return refOf(c), nil
}

// leave moves an appeal out of intake.
func (s *Service) leave(a *casework.Act, o *Order, in Intake) error {
	o.Disposition, o.Outcome, o.Major = in.Disposition, strings.TrimSpace(in.Outcome), in.Major
	if in.Important {
		o.Important = 1
	}
	if in.Major {
		s.alert(a, "major", org.OrderSignoff)
	}
	switch in.Disposition {
	case "order":
		a.To(Registered)
		if o.Channel == "upper" { // what a leader assigns is tracked until he is told how it ended (AUD-06)
			o.track("assigned")
		}
		return a.Start(MeterDispatch, s.dispatchLimit(o.Kind, a.Case.Region), a.Tx().Now, casework.Alarm{Kind: "late", Workdays: 0})
	case "answer":
		a.To(Answered)
		o.Replied, o.RepliedBy = a.Tx().Now, a.Actor().ID
		if in.Grade != "" {
			g, err := parseGrade(in.Grade)
			if err != nil {
				return err
			}
			o.First = g
		}
	case "refuse":
		a.To(Refused)
		o.Refusal = in.Refusal
	case "redirect":
		a.To(Redirected)
	}
	return nil
}

// dispatchLimit is by when an order is sent to a department: each step is to be done in limited time (HOT-11), and an emergency
// not after its own answer is due.
func (s *Service) dispatchLimit(kind, region string) deadline.Term {
	if kind == "emergency" {
		return s.limit(kind, region)
	}
	return s.policy.Now().Term("hotline.limit.dispatch", region)
}

func (in Intake) check() error {
	if err := oneOf(Dispositions, in.Disposition, "disposition", "请选择处理方式：转工单、当场答复、不予受理或告知去向。"); err != nil {
		return err
	}
	switch {
	case in.Disposition == "refuse":
		if err := oneOf(Refusals, in.Refusal, "refusal", "不予受理须从六类情形中选择一类。"); err != nil {
			return fault.From(err).Under("HOT-40")
		}
	case in.Disposition == "answer" && strings.TrimSpace(in.Outcome) == "":
		return fault.New(fault.Invalid, "hotline.outcome", "请记录答复内容。").On("outcome", "不能为空").Under("HOT-97")
	case in.Disposition == "redirect" && strings.TrimSpace(in.Outcome) == "":
		return fault.New(fault.Invalid, "hotline.outcome", "请记录告知诉求人的去向。").On("outcome", "不能为空").Under("HOT-74")
	}
	return nil
}

func (s *Service) checkAppeal(in *Appeal) error {
	if err := in.check(s.policy.Now().Int("hotline.body.length", "")); err != nil {
		return err
	}
	return s.fits("place", in.Place, "category", in.Category, "caller.name", in.Caller.Name, "caller.address", in.Caller.Address, "transfer.to", in.Transfer.To, "transfer.from", in.Transfer.From,
		"outcome", in.Outcome)
}

func (in *Appeal) check(longest int) error {
	bad := fault.New(fault.Invalid, "hotline.appeal", "请检查填写内容。")
	in.Title, in.Body = strings.TrimSpace(in.Title), strings.TrimSpace(in.Body)
	if in.Title == "" {
		bad.On("title", "请填写标题")
	}
	if said := tooLong(in.Title, longestTitle); said != "" {
		bad.On("title", said)
	}
	if in.Body == "" {
		bad.On("body", "请填写诉求内容")
	}
	if said := tooLong(in.Body, longest); said != "" {
		bad.On("body", said+"，请精简或以附件提交")
	}
	if label(Channels, in.Channel) == "" {
		bad.On("channel", "请选择来源渠道")
	}
	in.Caller.Phone = bareNumber(in.Caller.Phone)
	if in.Caller.Phone != "" && !soundPhone(in.Caller.Phone) {
		bad.On("caller.phone", "电话号码不正确")
	}
	if in.Caller.IDNumber != "" && !soundID(in.Caller.IDNumber) {
		bad.On("caller.idNumber", "身份证号码不正确")
	}
	in.Transfer.check(bad)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
