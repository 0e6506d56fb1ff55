package catalog

import (
	"testing"

	"huying/internal/storage"
)

func TestFlowIsSound(t *testing.T) {
	if err := Flow.Check(); err != nil {
		t.Error(err)
	}
}

// CAT-09, CAT-33: an item comes into the catalogue, changes and leaves by cases with reasons, each a version.
func TestCAT33EveryRevisionIsAVersion(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		first := w.now(id)
		if first.Version != 1 || first.Status != Published || first.Change != "" || len(first.Record.Code) != 31 || !ValidCredit(first.Record.Code[:18]) {
			t.Fatalf("published: %+v", first)
		}
		next := food()
		next.Promised.Amount, next.Plan.Steps = 6, next.Plan.Steps[1:]
		next.Plan.Model, next.Plan.Steps[0].Kind = SoleReview, Review
		w.effected("editor", Proposal{Item: id, Kind: KindRevise, Record: &next, Cites: "20260302-00007"})
		if i := w.now(id); i.Version != 2 || i.Record.Promised.Amount != 6 || i.Record.Previous != 10 || i.Record.Code != first.Record.Code {
			t.Errorf("revised: version %d, promised %d after %d, code %s", i.Version, i.Record.Promised.Amount, i.Record.Previous, i.Record.Code)
		}
		if i := w.version(id, 1); i.Version != 1 || i.Record.Promised.Amount != 10 || len(i.Record.Plan.Steps) != 3 {
			t.Errorf("what began under the first version is no longer bound to it: %+v", i.Record.Plan)
		}
		w.must(w.may(id))
		w.effected("editor", Proposal{Item: id, Kind: KindSuspend})
		w.refused(w.may(id), "catalog.suspended", "CAT-09")
		w.effected("editor", Proposal{Item: id, Kind: KindResume})
		w.must(w.may(id))
		w.effected("editor", Proposal{Item: id, Kind: KindCancel, Finding: "overstep"})
		w.refused(w.may(id), "catalog.cancelled", "CAT-08")
		if i := w.version(id, 2); i.Status != Cancelled || i.Record.Promised.Amount != 6 {
			t.Errorf("a cancelled item is not readable: %+v", i)
		}
		_, err := w.Propose(w.ctx, w.people["editor"], Proposal{Item: id, Kind: KindResume, Reason: "恢复"})
		w.refused(err, "catalog.change.status", "CAT-10")
	})
}

func TestCAT09NoChangeWithoutRightAndReason(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		_, err := w.Propose(w.ctx, w.people["editor"], Proposal{Item: id, Kind: KindCancel, Reason: " "})
		w.refused(err, "catalog.proposal", "CAT-09")
		for _, who := range []string{"other", "handler", "finance"} {
			_, err = w.Propose(w.ctx, w.people[who], Proposal{Item: id, Kind: KindCancel, Reason: "测试"})
			w.refused(err, "case.forbidden", "")
		}
		ref := w.submitted("editor", Proposal{Item: id, Kind: KindCancel})
		_, err = w.Review(w.ctx, w.people["editor"], ref.ID, ref.Version, Ruling{Outcome: "pass"})
		w.refused(err, "case.forbidden", "")
		if i := w.now(id); i.Status != Published {
			t.Errorf("a change that nobody reviewed took effect: %s", i.Status)
		}
		_, err = w.Propose(w.ctx, w.people["colleague"], Proposal{Item: id, Kind: KindSuspend, Reason: "测试"})
		w.refused(err, "catalog.change.open", "CAT-09")
		_, err = w.Withdraw(w.ctx, w.people["editor"], ref.ID, ref.Version, "")
		w.refused(err, "catalog.why", "CAT-09")
		_, err = w.Withdraw(w.ctx, w.people["editor"], ref.ID, ref.Version, "另行研究")
		w.must(err)
		w.propose("colleague", Proposal{Item: id, Kind: KindSuspend})
	})
}

// Nobody reviews his own draft, and what is returned comes back to be changed.
func TestCAT09ASecondPersonReviews(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := food()
		own := w.submitted("keeper", Proposal{Kind: KindPublish, Record: &r})
		_, err := w.Review(w.ctx, w.people["keeper"], own.ID, own.Version, Ruling{Outcome: "pass"})
		w.refused(err, "catalog.own", "CAT-09")
		_, err = w.Review(w.ctx, w.people["second"], own.ID, own.Version, Ruling{Outcome: "return"})
		w.refused(err, "catalog.ruling", "CAT-09")
		back, err := w.Review(w.ctx, w.people["second"], own.ID, own.Version, Ruling{Outcome: "return", Opinion: "请补充办理条件"})
		w.must(err)
		r.Name = "食品经营许可（新办）"
		ref, err := w.Edit(w.ctx, w.people["editor"], back.ID, back.Version, Proposal{Reason: "已补充", Record: &r})
		w.must(err)
		_, err = w.Submit(w.ctx, w.people["editor"], ref.ID, back.Version)
		w.refused(err, "case.stale", "")
		ref, err = w.Submit(w.ctx, w.people["editor"], ref.ID, ref.Version)
		w.must(err)
		_, err = w.Review(w.ctx, w.people["keeper"], ref.ID, ref.Version, Ruling{Outcome: "pass"})
		w.must(err)
		if i := w.now(ref.Item); i.Record.Name != r.Name || i.Version != 1 {
			t.Errorf("%d %s", i.Version, i.Record.Name)
		}
	})
}

// ORG-24: a fee is added, altered or removed only when the centre, the finance and the price office have each passed it.
func TestORG24FeeChangesNeedThreeOffices(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		charged := food()
		charged.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: "示范价〔2020〕8号", Basis: "《行政许可法》第五十八条"}}
		ref := w.submitted("editor", Proposal{Item: id, Kind: KindRevise, Record: &charged})
		ref, err := w.Review(w.ctx, w.people["keeper"], ref.ID, ref.Version, Ruling{Outcome: "pass"})
		w.must(err)
		if ref.State != ChangeApproving || w.now(id).Version != 1 {
			t.Fatalf("%s, version %d", ref.State, w.now(id).Version)
		}
		sign := func(who, body string) error {
			next, err := w.Countersign(w.ctx, w.people[who], ref.ID, ref.Version, body, Ruling{Outcome: "pass"})
			if err == nil {
				ref = next
			}
			return err
		}
		w.refused(sign("price", "finance"), "case.forbidden", "")
		w.refused(sign("price", "review"), "catalog.body", "ORG-24")
		w.must(sign("price", "price"))
		w.refused(sign("price", "price"), "catalog.countersigned", "ORG-24")
		w.must(sign("finance", "finance"))
		if ref.State != ChangeApproving || len(w.now(id).Record.Fees) != 0 {
			t.Fatal("two offices were enough")
		}
		w.must(sign("keeper", "centre"))
		if i := w.now(id); ref.State != ChangeEffected || i.Version != 2 || len(i.Record.Fees) != 1 {
			t.Errorf("%s, version %d", ref.State, i.Version)
		}
		_, err = w.Submit(w.ctx, w.people["editor"], w.propose("editor", Proposal{Item: id, Kind: KindFee, Record: &charged}).ID, 1)
		w.refused(err, "catalog.fee.same", "ORG-24")
	})
}

// What one office passed counts no more after another has sent the change back.
func TestORG24AReturnBeginsANewRound(t *testing.T) {
	eachEngine(t, func(w *world) {
		charged := food()
		charged.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 1000, Document: "示范价〔2020〕8号", Basis: "《行政许可法》第五十八条"}}
		ref := w.submitted("editor", Proposal{Kind: KindPublish, Record: &charged})
		step := func(next Ref, err error) {
			t.Helper()
			w.must(err)
			ref = next
		}
		step(w.Review(w.ctx, w.people["keeper"], ref.ID, ref.Version, Ruling{Outcome: "pass"}))
		step(w.Countersign(w.ctx, w.people["price"], ref.ID, ref.Version, "price", Ruling{Outcome: "pass"}))
		step(w.Countersign(w.ctx, w.people["finance"], ref.ID, ref.Version, "finance", Ruling{Outcome: "return", Opinion: "依据不足"}))
		step(w.Submit(w.ctx, w.people["editor"], ref.ID, ref.Version))
		step(w.Review(w.ctx, w.people["keeper"], ref.ID, ref.Version, Ruling{Outcome: "pass"}))
		step(w.Countersign(w.ctx, w.people["finance"], ref.ID, ref.Version, "finance", Ruling{Outcome: "pass"}))
		step(w.Countersign(w.ctx, w.people["keeper"], ref.ID, ref.Version, "centre", Ruling{Outcome: "pass"}))
		if ref.State != ChangeApproving {
			t.Fatalf("the price office's word of the first round still counts: %s", ref.State)
		}
		step(w.Countersign(w.ctx, w.people["price"], ref.ID, ref.Version, "price", Ruling{Outcome: "pass"}))
		if ref.State != ChangeEffected {
			t.Error(ref.State)
		}
	})
}

// CAT-15: an item goes down to two townships. It stays until both have taken it over, and ends then.
func TestCAT15DevolvedItemsAreTakenOver(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		w.effected("editor", Proposal{Item: id, Kind: KindDevolve, To: []string{"town", "hill"}, Finding: "misplaced"})
		w.must(w.may(id))
		below := map[string]Item{}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			found, err := items(tx, `WHERE i.status = 'drafted' ORDER BY i.id`)
			for _, i := range found {
				below[i.Dept] = i
			}
			return err
		}))
		if len(below) != 2 {
			t.Fatalf("%d items for two townships", len(below))
		}
		takeOver := func(who string) string {
			item := below["/"+who+"/"].ID
			_, err := w.Submit(w.ctx, w.people[who], w.propose(who, Proposal{Item: item, Kind: KindTakeOver}).ID, 1)
			w.refused(err, "catalog.unsound", "CAT-24") // a township says in which way it handles an item
			r := food()
			r.Department, r.Level, r.Way, r.Kind = who, Township, "集中", "行政服务"
			ref := w.now(item)
			edited, err := w.Edit(w.ctx, w.people[who], ref.Change, 1, Proposal{Reason: "承接", Record: &r})
			w.must(err)
			edited, err = w.Submit(w.ctx, w.people[who], edited.ID, edited.Version)
			w.must(err)
			_, err = w.Review(w.ctx, w.people["keeper"], edited.ID, edited.Version, Ruling{Outcome: "pass"})
			w.must(err)
			return item
		}
		first := takeOver("town")
		w.must(w.may(first))
		w.must(w.may(id))
		second := takeOver("hill")
		w.must(w.may(second))
		w.refused(w.may(id), "catalog.cancelled", "CAT-08")
		a, b, above := w.now(first), w.now(second), w.now(id)
		if a.Record.BasicCode != above.Record.BasicCode || a.Record.Code == b.Record.Code || a.Region == b.Region {
			t.Errorf("%s %s %s", a.Record.Code, b.Record.Code, above.Record.Code)
		}
	})
}

func TestCAT17TakenOverFromAbove(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := food()
		_, err := w.Propose(w.ctx, w.people["editor"], Proposal{Kind: KindTakeOver, Reason: "承接市级权限", Record: &r})
		w.refused(err, "catalog.origin", "CAT-17")
		ref := w.effected("editor", Proposal{Kind: KindTakeOver, Origin: "市市场监督管理局", Record: &r})
		w.must(w.may(ref.Item))
	})
}

func TestCAT12TheFindingFitsTheChange(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		for _, bad := range []Proposal{{Kind: KindSuspend, Finding: "overstep"}, {Kind: KindCancel, Finding: "missing"}, {Kind: KindCancel, Finding: "unheard"}} {
			bad.Item, bad.Reason = id, "清理"
			_, err := w.Propose(w.ctx, w.people["editor"], bad)
			w.refused(err, "catalog.proposal", "CAT-09")
		}
	})
}

// CAT-28: two levels above what is applied for.
func TestCAT28ItemsHangInATree(t *testing.T) {
	eachEngine(t, func(w *world) {
		put := func(tier Tier, parent string) Ref {
			r := food()
			return w.effected("editor", Proposal{Kind: KindPublish, Tier: tier, Parent: parent, Record: &r})
		}
		main := put(Main, "")
		sub := put(Sub, main.Item)
		leaf := put(Handling, sub.Item)
		w.must(w.may(leaf.Item))
		w.refused(w.may(main.Item), "catalog.tier", "CAT-28")
		r := food()
		for _, bad := range []Proposal{{Tier: Main, Parent: main.Item}, {Tier: Sub, Parent: leaf.Item}, {Tier: Sub, Parent: sub.Item}, {Tier: Handling, Parent: "nowhere"}} {
			bad.Kind, bad.Reason, bad.Record = KindPublish, "测试", &r
			_, err := w.Propose(w.ctx, w.people["editor"], bad)
			w.refused(err, "catalog.tier", "CAT-28")
		}
	})
}

// Two reviewers who rule at once: one is told who was first, and there is one version.
func TestTwoReviewersMakeOneVersion(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := food()
		ref := w.submitted("editor", Proposal{Kind: KindPublish, Record: &r})
		errs := make(chan error, 2)
		for _, who := range []string{"keeper", "second"} {
			go func() {
				_, err := w.Review(w.ctx, w.people[who], ref.ID, ref.Version, Ruling{Outcome: "pass"})
				errs <- err
			}()
		}
		a, b := <-errs, <-errs
		if (a == nil) == (b == nil) {
			t.Fatalf("%v, %v", a, b)
		}
		if b == nil {
			a, b = b, a
		}
		w.refused(b, "case.stale", "")
		if i := w.now(ref.Item); i.Version != 1 {
			t.Errorf("version %d", i.Version)
		}
	})
}
