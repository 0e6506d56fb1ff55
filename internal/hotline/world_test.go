package hotline

import (
	"context"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// world is a small town with one of everybody, on one engine.
type world struct {
	t      testing.TB
	ctx    context.Context
	db     *storage.DB
	clk    *clock.Virtual
	kernel *casework.Kernel
	org    *org.Service
	policy *policy.Book
	*Service
	outbox *outbox.Worker
	people map[string]org.Actor
	alerts []Alert
}

// eachWorld runs a test in a fresh town on either engine. The clock stands at at, China time "2006-01-02 15:04".
func eachWorld(t *testing.T, at string, test func(w *world)) {
	t.Helper()
	for engine, options := range map[string]func(t *testing.T) storage.Options{
		"sqlite":   func(t *testing.T) storage.Options { return storage.Options{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) storage.Options { return storage.Options{URL: storagetest.PostgresURL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			w := &world{t: t, ctx: context.Background(), clk: clock.At(chinaTime(t, at)), people: map[string]org.Actor{}}
			o := options(t)
			o.Clock = w.clk
			w.db, _ = storagetest.Open(t, o)
			w.must(w.db.Migrate(w.ctx))
			w.build()
			test(w)
		})
	}
}

func chinaTime(t testing.TB, at string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04", at, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func (w *world) build() {
	w.t.Helper()
	var err error
	w.policy, err = policy.Open(w.ctx, w.db, func(tx *storage.Tx, path string) (bool, error) { return true, nil }, org.Settings, Policies)
	w.must(err)
	w.org = org.New(w.db, w.clk, w.policy, nil)
	w.kernel, err = casework.New(w.db, Flow, AssistFlow)
	w.must(err)
	vault, err := secret.Open(secret.Options{Dir: w.t.TempDir()})
	w.must(err)
	w.Service = New(w.db, w.kernel, w.org, w.policy, vault, nil)
	w.outbox = outbox.NewWorker(w.db, outbox.Options{})
	w.outbox.Handle(FilingTopic, func(ctx context.Context, d outbox.Delivery) error {
		var m FilingMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		return w.Filed(ctx, m.Order, m.Round, m.Body, "回执-"+m.Body)
	})
	w.outbox.Handle(AlertTopic, func(ctx context.Context, d outbox.Delivery) error {
		var a Alert
		err := d.Decode(&a)
		w.alerts = append(w.alerts, a)
		return err
	})
	w.must(w.db.Update(w.ctx, w.settle))
	for login := range posts {
		w.people[login] = w.actor(login)
	}
}

// posts says who sits where and what he may do there.
var posts = map[string]struct {
	dept  string
	role  org.Role
	scope string // department path of the grant
}{
	"operator": {"centre", org.Operator, ""}, "dispatcher": {"centre", org.Dispatcher, ""}, "caller": {"hall", org.Revisitor, ""},
	"arbiter": {"supervision", org.Arbiter, ""}, "inspector": {"inspection", org.Inspector, ""}, "lawyer": {"legal", org.Legal, ""},
	"leader": {"leading", org.Leader, ""}, "dutyleader": {"leading", org.DutyLeader, ""},
	"water": {"water", org.Handler, "/water/"}, "waterhead": {"water", org.Head, "/water/"}, "waterduty": {"water", org.Duty, "/water/"}, "hallduty": {"hall", org.Duty, ""},
	"roads": {"roads", org.Handler, "/roads/"}, "parks": {"parks", org.Handler, "/parks/"}, "admin": {"centre", org.Admin, ""},
}

func (w *world) settle(tx *storage.Tx) error {
	sys := org.System()
	for _, r := range []org.Region{{ID: "99", Name: "呼应市", Level: org.City}, {ID: "9901", Name: "东河镇", Level: org.Township, Parent: "99"}, {ID: "9902", Name: "西山镇", Level: org.Township, Parent: "99"}} {
		if _, err := w.org.AddRegion(tx, sys, r); err != nil {
			return err
		}
	}
	for _, d := range []org.Department{{ID: "centre", Name: "12345中心", Kind: org.Centre}, {ID: "hall", Name: "窗口服务大厅", Kind: org.ServiceHall}, {ID: "supervision", Name: "督查中心", Kind: org.Supervision},
		{ID: "inspection", Name: "监察室", Kind: org.Inspection}, {ID: "legal", Name: "政策法规处", Kind: org.LegalAffairs}, {ID: "leading", Name: "领导小组", Kind: org.LeadingGroup},
		{ID: "water", Name: "供水局", Kind: org.Bureau}, {ID: "roads", Name: "道路局", Kind: org.Bureau}, {ID: "parks", Name: "园林局", Kind: org.Bureau}} {
		d.Short, d.Region, d.Active = d.Name, "99", true
		if _, err := w.org.AddDepartment(tx, sys, d); err != nil {
			return err
		}
	}
	for login, p := range posts {
		person, err := w.org.AddPerson(tx, sys, org.PersonForm{Login: login, Name: "测试" + login, Department: p.dept})
		if err != nil {
			return err
		}
		if err := w.org.Grant(tx, sys, person.ID, org.Grant{Role: p.role, DeptPath: p.scope}); err != nil {
			return err
		}
		w.people[login] = org.Actor{ID: person.ID}
	}
	return nil
}

func (w *world) actor(login string) org.Actor {
	w.t.Helper()
	a, err := w.org.Actor(w.ctx, w.people[login].ID)
	w.must(err)
	return a
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// route saves a routing rule, and supplement what a citizen adds.
func (w *world) route(actor org.Actor, r RoutingRule) error {
	return w.db.Update(w.ctx, func(tx *storage.Tx) error { return w.SaveRoutingRule(tx, actor, r) })
}

func (w *world) supplement(number, code, text string) error {
	return w.db.Update(w.ctx, func(tx *storage.Tx) error { return w.Supplement(tx, number, code, text) })
}

// refused checks that a verb was refused with this code, under this rule if one is given.
func (w *world) refused(err error, code, rule string) {
	w.t.Helper()
	if fault.Code(err) != code {
		w.t.Fatalf("want refusal %s, got %v", code, err)
	}
	if e := fault.From(err); rule != "" && e.Rule != rule {
		w.t.Fatalf("%s is refused under %q, want %s", code, e.Rule, rule)
	}
}

// to moves the clock to a time in China, ringing what falls due on the way.
func (w *world) to(at string) {
	w.t.Helper()
	w.clk.Set(chinaTime(w.t, at))
	_, err := w.kernel.RingDue(w.ctx)
	w.must(err)
	w.must(w.outbox.Drain(w.ctx))
}

// appeal is one that passes every check.
func appeal(kind string) Appeal {
	return Appeal{Channel: "phone", Kind: kind, Title: "小区停水两天", Body: "东河镇河滨小区自前天起停水，物业说不清原因，老人用水困难。", Place: "河滨小区3栋", Region: "9901",
		Caller: Caller{Name: "张测试", Phone: "13800001111"}, Intake: Intake{Disposition: "order"}}
}

func (w *world) register(kind string) Ref {
	w.t.Helper()
	ref, err := w.Register(w.ctx, w.people["operator"], appeal(kind))
	w.must(err)
	return ref
}

func (w *world) dispatched(kind string, assist ...string) Ref {
	w.t.Helper()
	ref := w.register(kind)
	ref, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: "water", Assist: assist, Phoned: true})
	w.must(err)
	return ref
}

func (w *world) signed(kind string, assist ...string) Ref {
	w.t.Helper()
	ref := w.dispatched(kind, assist...)
	ref, err := w.Sign(w.ctx, w.people["water"], ref.ID, ref.Version)
	w.must(err)
	return ref
}

var answer = ReplyForm{Text: "经查为管网抢修，今日18时前恢复供水，已向您说明。", Result: "solved", Contact: "phone", Grade: "satisfied"}

// concluded takes an order to the revisit desk.
func (w *world) concluded(kind string) Ref {
	w.t.Helper()
	return w.conclude(w.signed(kind))
}

func (w *world) conclude(ref Ref) Ref {
	w.t.Helper()
	ref, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
	w.must(err)
	ref, err = w.GiveBack(w.ctx, w.people["water"], ref.ID, ref.Version)
	w.must(err)
	ref, err = w.Conclude(w.ctx, w.people["caller"], ref.ID, ref.Version)
	w.must(err)
	return ref
}

func (w *world) get(id string) View {
	w.t.Helper()
	v, err := w.Get(w.ctx, w.people["inspector"], id)
	w.must(err)
	return v
}

// due is the last day of a meter of the order, in its latest round.
func (w *world) due(id, meter string) string {
	w.t.Helper()
	last := ""
	for _, m := range w.get(id).Meters {
		if m.Name == meter {
			last = calendar.DateOf(m.Due.Add(-time.Millisecond)).String()
		}
	}
	return last
}
