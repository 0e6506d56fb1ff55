package httpapi

import (
	"strings"
	"testing"
	"time"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
)

func citizensAppeal() m {
	return m{"title": "路灯不亮", "body": "河滨路路灯坏了一周，夜里出行不便。", "region": "99", "phone": "13800002222", "name": "李测试"}
}

func (w *town) submitted(headers ...string) Receipt {
	w.t.Helper()
	return read[Receipt](w.t, w.ask("", post, "/api/citizen/appeals", citizensAppeal(), headers...))
}

func TestCitizenFollowsHisAppeal(t *testing.T) {
	eachTown(t, func(w *town) {
		if regions := read[[]PublicRegion](t, w.ask("", get, "/api/citizen/regions", nil)); len(regions) != 1 {
			t.Errorf("%+v", regions)
		}
		r := w.submitted("Idempotency-Key", "mine-1")
		if again := w.submitted("Idempotency-Key", "mine-1"); again != r {
			t.Errorf("%+v and %+v", r, again)
		}
		if r.AcceptBy != w.today()+1 {
			t.Errorf("HOT-83: promised for %s", r.AcceptBy)
		}
		proof := m{"number": r.Number, "code": r.Code}
		v := read[hotline.CitizenView](t, w.ask("", post, "/api/citizen/query", proof))
		if v.Title != "路灯不亮" || !v.MayAdd || v.MayRate {
			t.Errorf("%+v", v)
		}
		w.ask("", post, "/api/citizen/supplement", with(proof, m{"text": "灯杆号12"})).want(t, 204, "")
		w.ask("", post, "/api/citizen/urge", proof).want(t, 204, "")
		w.ask("", post, "/api/citizen/rate", with(proof, m{"grade": "satisfied"})).want(t, 409, "case.state")
		body, kind := form(t, map[string]string{"number": r.Number, "code": r.Code}, "现场.txt", "照片说明")
		w.ask("", post, "/api/citizen/attachments", body, "Content-Type", kind).want(t, 204, "")
		body, kind = form(t, map[string]string{"number": r.Number, "code": "000000"}, "现场.txt", "照片说明")
		w.ask("", post, "/api/citizen/attachments", body, "Content-Type", kind).want(t, 404, "hotline.query")
	})
}

// AUD-07: a citizen reads his own files and those that were given to him, by number and code, and no others; guesses count.
func TestAUD07CitizenReadsHisOwnFiles(t *testing.T) {
	eachTown(t, func(w *town) {
		r := w.submitted()
		proof := m{"number": r.Number, "code": r.Code}
		body, kind := form(t, map[string]string{"number": r.Number, "code": r.Code}, "现场.txt", "照片说明")
		w.ask("", post, "/api/citizen/attachments", body, "Content-Type", kind).want(t, 204, "")
		id := read[page.Page[hotline.Row]](t, w.ask(org.Operator, get, "/api/orders", nil)).Items[0].ID
		w.clk.Advance(time.Second)
		w.upload(org.Operator, "/api/orders/"+id+"/attachments", "内部.txt", "内部研究意见").want(t, 201, "")
		w.upload(org.Operator, "/api/orders/"+id+"/attachments?public=true", "告知.txt", "停水告知书").want(t, 201, "")
		files := read[[]OwnFile](t, w.ask("", post, "/api/citizen/attachments/list", proof))
		if len(files) != 2 || files[0].Name != "现场.txt" || !files[0].Mine || files[1].Name != "告知.txt" || files[1].Mine {
			t.Fatalf("%+v", files)
		}
		const url = "/api/citizen/attachments/download"
		a := w.ask("", post, url, with(proof, m{"id": files[1].ID})).want(t, 200, "")
		if a.Body.String() != "停水告知书" || !strings.HasPrefix(a.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%v %s", a.Header(), a.Body)
		}
		for _, f := range read[[]File](t, w.ask(org.Operator, get, "/api/orders/"+id+"/attachments", nil)) {
			if f.Name == "内部.txt" {
				w.ask("", post, url, with(proof, m{"id": f.ID})).want(t, 404, "attachment.none")
			}
		}
		other := w.submitted()
		w.ask("", post, url, m{"number": other.Number, "code": other.Code, "id": files[0].ID}).want(t, 404, "attachment.none")
		for range 10 {
			w.ask("", post, url, m{"number": r.Number, "code": "x", "id": files[0].ID}).want(t, 404, "hotline.query")
		}
		w.ask("", post, url, with(proof, m{"id": files[0].ID})).want(t, 429, "public.often")
		w.ask("", post, "/api/citizen/attachments/list", proof).want(t, 429, "public.often")
	})
}

// AUD-07: query codes have six digits; only a bound on guesses makes them worth anything.
func TestGuessingQueryCodesIsBounded(t *testing.T) {
	eachTown(t, func(w *town) {
		r := w.submitted()
		right := m{"number": r.Number, "code": r.Code}
		for range 30 { // being right costs nothing
			w.ask("", post, "/api/citizen/query", right).want(t, 200, "")
		}
		wrong := m{"number": r.Number, "code": "x"}
		for i := range 10 {
			w.from("203.0.113."+string(rune('0'+i)), "/api/citizen/query", wrong).want(t, 404, "hotline.query")
		}
		w.from("203.0.113.99", "/api/citizen/query", wrong).want(t, 429, "public.often")
		w.from("203.0.113.99", "/api/citizen/query", right).want(t, 429, "public.often")
		w.from("203.0.113.99", "/api/citizen/urge", right).want(t, 429, "public.often")
		w.clk.Advance(window)
		w.from("203.0.113.99", "/api/citizen/query", right).want(t, 200, "")
	})
}

func TestGuessingNumbersIsBounded(t *testing.T) {
	w := aTown(t)
	for i := range 10 {
		w.ask("", post, "/api/citizen/query", m{"number": "20260302-" + string(rune('0'+i)), "code": "1"}).want(t, 404, "hotline.query")
	}
	w.ask("", post, "/api/citizen/query", m{"number": "20260302-00001", "code": "1"}).want(t, 429, "public.often")
	w.from("203.0.113.5", "/api/citizen/query", m{"number": "20260302-00001", "code": "1"}).want(t, 404, "hotline.query")
}

func TestSubmissionsOfOneAddressAreBounded(t *testing.T) {
	w := aTown(t)
	for range 30 {
		w.submitted()
	}
	w.ask("", post, "/api/citizen/appeals", citizensAppeal()).want(t, 429, "public.often")
	w.from("203.0.113.5", "/api/citizen/appeals", citizensAppeal()).want(t, 201, "")
	w.clk.Advance(window)
	w.submitted()
}

func (w *town) from(address, url string, body any) answer {
	r := w.request("", post, url, body)
	r.RemoteAddr = address + ":4711"
	return w.send(r)
}

// Without a proxy of our own in front, X-Forwarded-For is the client's word; with one, only its last entry counts.
func TestAddressCannotBeInvented(t *testing.T) {
	for name, c := range map[string]struct {
		proxy  bool
		header func(i int) string
	}{
		"no proxy":        {false, func(i int) string { return "198.51.100." + string(rune('0'+i)) }},
		"behind a proxy":  {true, func(i int) string { return "198.51.100." + string(rune('0'+i)) + ", 203.0.113.1" }},
		"several entries": {true, func(int) string { return "203.0.113.1" }},
	} {
		t.Run(name, func(t *testing.T) {
			w := aTown(t)
			w.server = New(w.s, Options{BehindProxy: c.proxy})
			last := answer{}
			for i := range 11 {
				last = w.ask("", post, "/api/citizen/query", m{"number": string(rune('a' + i)), "code": "1"}, "X-Forwarded-For", c.header(i))
			}
			last.want(t, 429, "public.often")
		})
	}
}

func TestPersonalDataIsSealedMaskedAndUnmaskedOnRecord(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	a := w.ask(org.Handler, get, "/api/orders/"+ref.ID, nil).want(t, 200, "")
	if strings.Contains(a.Body.String(), "13800001111") || strings.Contains(a.Body.String(), "张测试") {
		t.Error("not masked")
	}
	before := w.events()
	c := read[hotline.Caller](t, w.ask(org.Handler, post, "/api/orders/"+ref.ID+"/unmask", m{"purpose": "联系诉求人"}))
	if c.Phone != "13800001111" || w.events() != before+1 {
		t.Errorf("%+v, %d events", c, w.events()-before)
	}
	if strings.Contains(w.log.String(), "13800001111") || strings.Contains(w.log.String(), "张测试") {
		t.Error("the log holds personal data")
	}
}

func TestDeadlineIsComputedForEverybody(t *testing.T) {
	eachTown(t, func(w *town) {
		d := read[Deadline](t, w.ask("", get, "/api/deadline?start=2026-04-30T16:20&days=5&unit=workday", nil))
		if d.Last.String() != "2026-05-11" || len(d.Strip) != 12 || !strings.Contains(d.Paragraph, "劳动节") {
			t.Errorf("%s, %d days: %s", d.Last, len(d.Strip), d.Paragraph)
		}
		d = read[Deadline](t, w.ask("", get, "/api/deadline?start=2026-04-30T16:20&days=5&unit=workday&pause=2026-05-06..2026-05-08&extend=3&region=99", nil))
		if d.Last.String() != "2026-05-19" {
			t.Errorf("%s: %s", d.Last, d.Paragraph)
		}
		w.ask("", get, "/api/deadline?start=tomorrow&days=5&unit=workday", nil).want(t, 422, "deadline.input")
		w.ask("", get, "/api/deadline?start=2026-04-30&days=0&unit=workday", nil).want(t, 422, "deadline.input")
		w.ask("", get, "/api/deadline?start=2026-04-30&days=5&unit=workday&region=55", nil).want(t, 422, "deadline.region")
	})
}

func TestQueryWindowBeginsWithTheFirstAttempt(t *testing.T) {
	w := aTown(t)
	wrong := m{"number": "a", "code": "1"}
	for range 10 {
		w.ask("", post, "/api/citizen/query", wrong)
		w.clk.Advance(window / 20)
	}
	w.ask("", post, "/api/citizen/query", wrong).want(t, 429, "")
	w.clk.Advance(window/2 + time.Second)
	w.ask("", post, "/api/citizen/query", wrong).want(t, 404, "")
}
