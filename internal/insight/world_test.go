package insight

import (
	"context"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// world is a small town whose hotline works and whose figures follow, on one engine.
type world struct {
	testing.TB
	ctx     context.Context
	db      *storage.DB
	clk     *clock.Virtual
	kernel  *casework.Kernel
	org     *org.Service
	hotline *hotline.Service
	outbox  *outbox.Worker
	*Service
	people map[string]org.Actor
}

// eachWorld runs a test in a fresh town on either engine. The clock stands at at, China time "2006-01-02 15:04".
func eachWorld(t *testing.T, at string, test func(w *world)) {
	t.Helper()
	for engine, open := range map[string]func(t *testing.T, clk *clock.Virtual) *storage.DB{"sqlite": openSQLite, "postgres": openPostgres} {
		t.Run(engine, func(t *testing.T) {
			clk := clock.At(china(t, at))
			w := &world{TB: t, ctx: context.Background(), clk: clk, db: open(t, clk), people: map[string]org.Actor{}}
			w.build()
			test(w)
		})
	}
}

func openSQLite(t *testing.T, clk *clock.Virtual) *storage.DB {
	db, _ := storagetest.Open(t, storage.Options{Dir: t.TempDir(), Clock: clk})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}

func openPostgres(t *testing.T, clk *clock.Virtual) *storage.DB {
	db, _ := storagetest.Open(t, storage.Options{URL: storagetest.PostgresURL(t), Clock: clk})
	return db
}

func china(t testing.TB, at string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04", at, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func (w *world) build() {
	w.Helper()
	settings, err := policy.Open(w.ctx, w.db, func(*storage.Tx, string) (bool, error) { return true, nil }, org.Settings, hotline.Policies, Policies)
	w.must(err)
	w.org = org.New(w.db, w.clk, settings, nil)
	w.kernel, err = casework.New(w.db, hotline.Flow, hotline.AssistFlow)
	w.must(err)
	vault, err := secret.Open(secret.Options{Dir: w.TempDir()})
	w.must(err)
	w.hotline = hotline.New(w.db, w.kernel, w.org, settings, vault, nil)
	w.outbox = outbox.NewWorker(w.db, outbox.Options{})
	w.outbox.Handle(hotline.FilingTopic, func(ctx context.Context, d outbox.Delivery) error {
		var m hotline.FilingMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		return w.hotline.Filed(ctx, m.Order, m.Round, m.Body, "回执-"+m.Body)
	})
	w.Service = New(w.db, w.kernel, w.org, settings, Options{Batch: 7})
	w.must(w.db.Update(w.ctx, w.settle))
	for login := range posts {
		w.people[login], err = w.org.Actor(w.ctx, w.people[login].ID)
		w.must(err)
	}
}

// posts says who sits where and what he may do there.
var posts = map[string]struct {
	dept  string
	role  org.Role
	scope org.Grant
}{
	"operator": {"centre", org.Operator, org.Grant{}}, "dispatcher": {"centre", org.Dispatcher, org.Grant{}}, "caller": {"hall", org.Revisitor, org.Grant{}},
	"arbiter": {"supervision", org.Arbiter, org.Grant{}}, "inspector": {"inspection", org.Inspector, org.Grant{}}, "leader": {"leading", org.Leader, org.Grant{}},
	"east":  {"leading", org.Leader, org.Grant{RegionPath: "/99/9901/"}},
	"water": {"water", org.Handler, org.Grant{DeptPath: "/water/"}}, "waterhead": {"water", org.Head, org.Grant{DeptPath: "/water/"}},
	"pipes": {"pipes", org.Handler, org.Grant{DeptPath: "/water/"}},
	"roads": {"roads", org.Handler, org.Grant{DeptPath: "/roads/"}}, "parks": {"parks", org.Handler, org.Grant{DeptPath: "/parks/"}},
}

func (w *world) settle(tx *storage.Tx) error {
	sys := org.System()
	for _, r := range []org.Region{{ID: "99", Name: "呼应市", Level: org.City}, {ID: "9901", Name: "东河县", Level: org.County, Parent: "99"},
		{ID: "990101", Name: "河滨镇", Level: org.Township, Parent: "9901"}, {ID: "9902", Name: "西山县", Level: org.County, Parent: "99"}} {
		if _, err := w.org.AddRegion(tx, sys, r); err != nil {
			return err
		}
	}
	for _, d := range []org.Department{{ID: "centre", Name: "12345中心", Kind: org.Centre}, {ID: "hall", Name: "窗口服务大厅", Kind: org.ServiceHall},
		{ID: "supervision", Name: "督查中心", Kind: org.Supervision}, {ID: "inspection", Name: "监察室", Kind: org.Inspection}, {ID: "leading", Name: "领导小组", Kind: org.LeadingGroup},
		{ID: "water", Name: "供水局", Kind: org.Bureau}, {ID: "pipes", Name: "管网所", Kind: org.Bureau, Parent: "water"},
		{ID: "roads", Name: "道路局", Kind: org.Bureau}, {ID: "parks", Name: "园林局", Kind: org.Bureau, Region: "9901"}} {
		if d.Region == "" {
			d.Region = "99"
		}
		if _, err := w.org.AddDepartment(tx, sys, d); err != nil {
			return err
		}
	}
	for login, p := range posts {
		person, err := w.org.AddPerson(tx, sys, org.PersonForm{Login: login, Name: "测试" + login, Department: p.dept})
		if err != nil {
			return err
		}
		grant := p.scope
		grant.Role = p.role
		if err := w.org.Grant(tx, sys, person.ID, grant); err != nil {
			return err
		}
		w.people[login] = org.Actor{ID: person.ID}
	}
	return nil
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, code string) {
	w.Helper()
	if fault.Code(err) != code {
		w.Fatalf("want refusal %s, got %v", code, err)
	}
}

// to moves the clock to a time in China, ringing what falls due on the way, and lets the figures follow.
func (w *world) to(at string) {
	w.Helper()
	w.clk.Set(china(w, at))
	_, err := w.kernel.RingDue(w.ctx)
	w.must(err)
	w.follow()
}

func (w *world) follow() {
	w.Helper()
	w.must(w.outbox.Drain(w.ctx))
	w.must(w.CatchUp(w.ctx))
}

func appeal(kind, region string) hotline.Appeal {
	return hotline.Appeal{Channel: "phone", Kind: kind, Title: "小区停水两天", Body: "河滨小区自前天起停水。", Place: "河滨小区3栋", Region: region, Category: "供水",
		Caller: hotline.Caller{Name: "张测试", Phone: "13800001111"}, Intake: hotline.Intake{Disposition: "order"}}
}

func (w *world) register(kind, region string) hotline.Ref {
	w.Helper()
	ref, err := w.hotline.Register(w.ctx, w.people["operator"], appeal(kind, region))
	w.must(err)
	return ref
}

func (w *world) dispatched(lead string) hotline.Ref {
	w.Helper()
	return w.dispatch(w.register("help", "9901"), lead)
}

func (w *world) dispatch(ref hotline.Ref, lead string, assist ...string) hotline.Ref {
	w.Helper()
	ref, err := w.hotline.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, hotline.Assignment{Lead: lead, Assist: assist, Phoned: true})
	w.must(err)
	return ref
}

func (w *world) sign(ref hotline.Ref, by string) {
	w.Helper()
	_, err := w.hotline.Sign(w.ctx, w.people[by], ref.ID, 0)
	w.must(err)
}

// conclude answers with a grade, gives back and concludes.
func (w *world) conclude(ref hotline.Ref, by, grade string) {
	w.Helper()
	_, err := w.hotline.Reply(w.ctx, w.people[by], ref.ID, 0, hotline.ReplyForm{Text: "已恢复供水。", Result: "solved", Contact: "phone", Grade: grade})
	w.must(err)
	_, err = w.hotline.GiveBack(w.ctx, w.people[by], ref.ID, 0)
	w.must(err)
	_, err = w.hotline.Conclude(w.ctx, w.people["caller"], ref.ID, 0)
	w.must(err)
}

func (w *world) revisit(ref hotline.Ref, grade, cause string) {
	w.Helper()
	_, err := w.hotline.Revisit(w.ctx, w.people["caller"], ref.ID, 0, hotline.RevisitForm{How: "phone", Reached: true, Grade: grade, Cause: cause})
	w.must(err)
}

func (w *world) attend(logins ...string) {
	w.Helper()
	for _, login := range logins {
		w.must(w.org.Attend(w.ctx, w.people[login]))
	}
}

// march is the whole of March 2026.
var march = Query{From: calendar.Of(2026, 3, 1), To: calendar.Of(2026, 3, 31)}

func (w *world) rates(by string) Table {
	w.Helper()
	t, err := w.Rates(w.ctx, w.people["leader"], march, by, "")
	w.must(err)
	return t
}

func (t Table) row(key string) Row {
	for _, r := range t.Rows {
		if r.Key == key {
			return r
		}
	}
	return Row{}
}

// wants checks the two numbers of a figure.
func (w *world) wants(r Row, key string, numerator, denominator int64) {
	w.Helper()
	if f := r.Figure(key); f.Numerator != numerator || f.Denominator != denominator {
		w.Errorf("%s of %q is %d/%d, want %d/%d", key, r.Name, f.Numerator, f.Denominator, numerator, denominator)
	}
}

// sound verifies the projection against the event log.
func (w *world) sound() {
	w.Helper()
	w.must(w.Verify(w.ctx, func(d audit.Difference) { w.Errorf("%s: %s", d.Where, d.What) }))
}
