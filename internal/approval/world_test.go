package approval

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"huying/internal/attachment"
	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// world is a small county with one of everybody and a catalogue of a few items, on one engine.
type world struct {
	t       testing.TB
	ctx     context.Context
	db      *storage.DB
	clk     *clock.Virtual
	kernel  *casework.Kernel
	org     *org.Service
	policy  *policy.Book
	catalog *catalog.Service
	*Service
	outbox *outbox.Worker
	people map[string]org.Actor
	items  map[string]string // ids by key
	alerts []Alert
	last   audit.Difference
}

// eachWorld runs a test in a fresh county on either engine. The clock stands at at, China time "2006-01-02 15:04".
func eachWorld(t *testing.T, at string, test func(w *world)) {
	t.Helper()
	for engine, options := range map[string]func(t *testing.T) storage.Options{
		"sqlite":   func(t *testing.T) storage.Options { return storage.Options{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) storage.Options { return storage.Options{URL: storagetest.PostgresURL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			w := &world{t: t, ctx: context.Background(), clk: clock.At(chinaTime(t, at)), people: map[string]org.Actor{}, items: map[string]string{}}
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
	w.policy, err = policy.Open(w.ctx, w.db, org.RegionExists, org.Settings, catalog.Policies, Policies)
	w.must(err)
	w.org = org.New(w.db, w.clk, w.policy, nil)
	w.kernel, err = casework.New(w.db, catalog.Flow, Flow, OpinionFlow, CheckFlow, BundleFlow, ProjectFlow)
	w.must(err)
	vault, err := secret.Open(secret.Options{Dir: w.t.TempDir()})
	w.must(err)
	w.catalog = catalog.New(w.db, w.kernel, w.org, w.policy, nil)
	w.Service = New(w.db, w.kernel, w.org, w.policy, vault, w.catalog, nil)
	w.outbox = outbox.NewWorker(w.db, outbox.Options{})
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
	w.load(shelf()...)
}

// posts says who sits where and what he may do there.
var posts = map[string]struct {
	dept  string
	role  org.Role
	scope string
}{
	"clerk": {"hall", org.Clerk, "/hall/"}, "clerk2": {"hall", org.Clerk, "/hall/"}, "issuer": {"hall", org.Issuer, "/hall/"},
	"reviewer": {"scj", org.Reviewer, "/scj/"}, "verifier": {"scj", org.Reviewer, "/scj/"}, "chief": {"scj", org.Chief, "/scj/"}, "head": {"scj", org.Head, "/scj/"},
	"health": {"wjj", org.Reviewer, "/wjj/"}, "healthhead": {"wjj", org.Head, "/wjj/"}, "fire": {"xfj", org.Reviewer, "/xfj/"},
	"city": {"shij", org.Reviewer, "/shij/"}, "inspector": {"inspection", org.Inspector, ""}, "deptclerk": {"scj", org.Clerk, "/scj/"}, "finance": {"hall", org.Finance, ""},
}

func (w *world) settle(tx *storage.Tx) error {
	sys := org.System()
	for _, r := range []org.Region{{ID: "990081", Name: "示范县", Level: org.County}, {ID: "990081101", Name: "东河镇", Level: org.Township, Parent: "990081"}} {
		if _, err := w.org.AddRegion(tx, sys, r); err != nil {
			return err
		}
	}
	for _, d := range []org.Department{{ID: "hall", Name: "政务服务中心", Kind: org.ServiceHall}, {ID: "scj", Name: "市场监督管理局", Kind: org.Bureau}, {ID: "wjj", Name: "卫生健康局", Kind: org.Bureau},
		{ID: "xfj", Name: "消防救援大队", Kind: org.Bureau}, {ID: "shij", Name: "市局审批处", Kind: org.OtherDepartments}, {ID: "inspection", Name: "监察室", Kind: org.Inspection}} {
		d.Short, d.Region, d.Active = d.Name, "990081", true
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

// load publishes items; those that cannot be are a mistake of the test.
func (w *world) load(entries ...catalog.Entry) {
	w.t.Helper()
	res, err := w.catalog.Import(w.ctx, org.System(), &catalog.Folder{Items: entries}, nil)
	w.must(err)
	if len(res.Refused) > 0 {
		w.t.Fatalf("%+v", res.Refused)
	}
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT key, id FROM catalog_items`, nil, func(scan func(...any) error) error {
			var key, id string
			err := scan(&key, &id)
			w.items[key] = id
			return err
		})
	}))
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
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

var firm = Party{Kind: "firm", Name: "示范餐饮有限公司", IDNumber: "91110000000000000A", Phone: "13800001111", Legal: "张测试"}

// person is a citizen with a sound identity number.
var person = Party{Kind: "person", Name: "李测试", IDNumber: "990081199001010017", Phone: "13900002222"}

func init() {
	for c := 'A'; c <= 'Z'; c++ {
		if firm.IDNumber = "91110000000000000" + string(c); catalog.ValidCredit(firm.IDNumber) {
			break
		}
	}
	for d := 0; d <= 10; d++ {
		if person.IDNumber = "99008119900101001" + string("0123456789X"[d]); catalog.ValidIdentity(person.IDNumber) {
			break
		}
	}
}

// paper is a material on paper.
func onPaper(code string) Handing { return Handing{Code: code, Originals: 1} }

// submission is one that passes every check, with everything that is asked for.
func (w *world) submission(key string) Submission {
	return Submission{Item: w.items[key], Channel: "web", Party: person, Form: map[string]any{"firm_name": "示范小吃店"}, Materials: []Handing{onPaper("application"), onPaper("lease")}}
}

func (w *world) submitted(key string) Ref {
	w.t.Helper()
	r, err := w.Submit(w.ctx, w.submission(key))
	w.must(err)
	return r.Ref
}

func (w *world) accepted(key string) Ref {
	w.t.Helper()
	ref := w.submitted(key)
	ref, err := w.Accept(w.ctx, w.people["clerk"], ref.ID, ref.Version, Acceptance{})
	w.must(err)
	return ref
}

// pass ends the present step with a pass.
func (w *world) pass(who string, ref Ref, step string, edit ...func(f *StepForm)) Ref {
	w.t.Helper()
	f := StepForm{Step: step, Finding: "pass", Opinion: "符合条件"}
	for _, e := range edit {
		e(&f)
	}
	ref, err := w.FinishStep(w.ctx, w.people[who], ref.ID, 0, f)
	w.must(err)
	return ref
}

var grant = DecisionForm{Outcome: "grant"}

// ripe takes an application for food to the decision.
func (w *world) readyToDecide() Ref {
	w.t.Helper()
	ref := w.accepted("food")
	ref = w.pass("reviewer", ref, "review")
	return w.pass("verifier", ref, "verify")
}

func (w *world) decided() Ref {
	w.t.Helper()
	ref, err := w.Decide(w.ctx, w.people["head"], w.readyToDecide().ID, 0, grant)
	w.must(err)
	return ref
}

// letter signs a letter of authorisation for an item.
func (w *world) letter(to, by, item string, capacity org.Capacity, powers ...org.Power) (a org.Authorisation) {
	w.t.Helper()
	day := calendar.DateOf(w.clk.Now())
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) (err error) {
		signatory := w.people[by]
		if by == "system" {
			signatory = org.System()
		}
		a, err = w.org.Authorise(tx, signatory, org.Authorisation{Capacity: capacity, Person: w.people[to].ID, Items: []string{w.items[item]}, Powers: powers, Seal: "审批专用章", From: day, To: day.Add(30)})
		return err
	}))
	return a
}

func (w *world) get(id string) View {
	w.t.Helper()
	v, err := w.Get(w.ctx, w.people["inspector"], id)
	w.must(err)
	return v
}

// due is the last day of a meter of the application, in its latest round.
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

// marked reports whether an application bears a mark under a rule.
func (w *world) marked(id, rule string) bool {
	w.t.Helper()
	return slices.ContainsFunc(w.get(id).Application.Marks, func(m Mark) bool { return m.Rule == rule })
}

// differences counts what does not follow from the record.
func (w *world) differences() int {
	w.t.Helper()
	n := 0
	found := func(d audit.Difference) { n++; w.last = d }
	_, err := audit.Chains(w.ctx, w.db, found, func(stream string, events []audit.Event) error {
		return w.db.View(w.ctx, func(tx *storage.Tx) error {
			if _, err := w.kernel.Recompute(tx, stream, events, found); err != nil {
				return err
			}
			return w.Recompute(tx, stream, events, found)
		})
	})
	w.must(err)
	return n
}

// sound checks that everything follows from the record.
func (w *world) sound() {
	w.t.Helper()
	if n := w.differences(); n > 0 {
		w.t.Fatalf("%d differences, the last: %+v", n, w.last)
	}
}

// blobs is one file that the store has taken.
func blobs(name string) []attachment.Blob {
	return []attachment.Blob{{Hash: audit.Digest(name), Name: name + ".pdf", Type: "application/pdf", Size: 100}}
}

func day2024(month time.Month, day int) calendar.Date { return calendar.Of(2024, month, day) }

func pageOf(n int) page.Request { return page.Request{Size: n} }

// fiveDays is an item that is promised in five working days.
func fiveDays() catalog.Entry {
	return catalog.Entry{Key: "five", Record: item("户外广告设置", func(r *catalog.Record) { r.Promised = workdays(5) })}
}

// opinion finds the case of a department's opinion.
func (w *world) opinion(application, dept string) OpinionView {
	w.t.Helper()
	for _, op := range w.get(application).Opinions {
		if op.Opinion.Dept == dept {
			return op
		}
	}
	w.t.Fatalf("%s was not asked", dept)
	return OpinionView{}
}

// checkDue compares the last day of a meter of any case.
func (w *world) checkDue(id, meter, want string) error {
	return w.db.View(w.ctx, func(tx *storage.Tx) error {
		g, err := w.kernel.Glances(tx, meter, []string{id})
		if err != nil {
			return err
		}
		if got := calendar.DateOf(g[id].Due.Add(-time.Millisecond)).String(); got != want {
			return fmt.Errorf("%s is due %s, want %s", meter, got, want)
		}
		return nil
	})
}

// AttachAs ties a signed paper to an application at the window.
func (w *world) AttachAs(id string) (Ref, string, error) {
	return w.attach("clerk", id, "signed-"+id, true)
}

func (w *world) attach(who, id, name string, public bool) (ref Ref, file string, err error) {
	err = w.db.Update(w.ctx, func(tx *storage.Tx) (err error) {
		ref, file, err = w.Attach(tx, w.people[who], id, 0, blobs(name)[0], public)
		return err
	})
	return ref, file, err
}

// proof ties a file that proves something to an application with a reviewer, and gives its id.
func (w *world) proof(id string) string {
	w.t.Helper()
	_, file, err := w.attach("reviewer", id, "proof-"+id, false)
	w.must(err)
	return file
}

// only is the one application there is.
func (w *world) only() (id string) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		_, err := tx.One(`SELECT id FROM applications ORDER BY id DESC LIMIT 1`, nil, &id)
		return err
	}))
	return id
}
