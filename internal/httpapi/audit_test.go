package httpapi

import (
	"net/url"
	"testing"
	"time"

	"huying/internal/org"
	"huying/internal/storage"
)

// The auditor asks by what people know: the number of an order, the login name of an official (AUD-01).
func TestAUD01TheAuditorLooksUpByNumberAndLogin(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.dispatched()
		w.ask(org.Operator, post, "/api/orders/"+ref.ID+"/unmask", m{"purpose": "回访"}).want(t, 200, "")
		ask := func(of, name string) Record {
			t.Helper()
			return read[Record](t, w.ask(org.Auditor, get, "/api/audit?of="+of+"&name="+url.QueryEscape(name), nil))
		}
		if r := ask("case", " "+ref.Number+" "); r.Stream != ref.ID || len(r.Events) != 2 || r.Events[0].Action != "dispatch" || r.Names[r.Events[0].Actor] == "" {
			t.Errorf("%+v", r)
		}
		if r := ask("unmask", ref.Number); len(r.Events) != 1 || r.Events[0].Action != "unmask" {
			t.Errorf("%+v", r)
		}
		if r := ask("person", string(org.Operator)); r.Stream != "person:"+w.ids[org.Operator] || len(r.Events) == 0 {
			t.Errorf("%+v", r)
		}
		if r := ask("stream", ref.ID); len(r.Events) != 2 {
			t.Errorf("%+v", r)
		}
		w.ask(org.Auditor, get, "/api/audit?of=case&name=20010101-00001", nil).want(t, 404, "audit.case")
		w.ask(org.Auditor, get, "/api/audit?of=person&name=no-such-login", nil).want(t, 404, "audit.person")
		w.ask(org.Auditor, get, "/api/audit?of=elsewhere", nil).want(t, 422, "request.invalid")
	})
}

func TestAUD01TheRecordIsReadByPagesAndPeriod(t *testing.T) {
	w := aTown(t)
	ref, first := w.dispatched(), w.today()
	w.clk.Advance(48 * time.Hour)
	w.tokens[org.Auditor] = w.signIn(w.ids[org.Auditor])
	_, err := w.s.Hotline.Sign(w.ctx, org.System(), ref.ID, 0)
	w.must(err)
	url := "/api/audit?of=case&name=" + ref.Number
	last := read[Record](t, w.ask(org.Auditor, get, url+"&size=1", nil))
	if len(last.Events) != 1 || last.Events[0].Action != "sign" || last.Later != "" {
		t.Errorf("%+v", last)
	}
	before := read[Record](t, w.ask(org.Auditor, get, url+"&size=1&earlier="+last.Earlier, nil))
	if len(before.Events) != 1 || before.Events[0].Action != "dispatch" {
		t.Errorf("%+v", before)
	}
	if again := read[Record](t, w.ask(org.Auditor, get, url+"&size=1&later="+before.Later, nil)); len(again.Events) != 1 || again.Events[0].Action != "sign" {
		t.Errorf("%+v", again)
	}
	old := read[Record](t, w.ask(org.Auditor, get, url+"&to="+first.String(), nil))
	if len(old.Events) != 2 || old.Events[0].Action != "dispatch" {
		t.Errorf("%+v", old)
	}
	if recent := read[Record](t, w.ask(org.Auditor, get, url+"&from="+w.today().String(), nil)); len(recent.Events) != 1 {
		t.Errorf("%+v", recent)
	}
}

// Whoever wrote from outside is called by what he is, never an unknown person (AUD-01).
func TestAUD01TheCitizenIsCalledByWhatHeIs(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	code, err := w.s.Hotline.QueryCode(w.ctx, ref)
	w.must(err)
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { return w.s.Hotline.Supplement(tx, ref.Number, code, "晚上也没有水") }))
	r := read[Record](t, w.ask(org.Auditor, get, "/api/audit?of=case&name="+ref.Number, nil))
	if e := r.Events[0]; e.Action != "supplement" || r.Names[e.Actor] != "诉求人" {
		t.Errorf("%q %+v", r.Names[e.Actor], e)
	}
}
