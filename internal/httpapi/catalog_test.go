package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/org"
)

// recordOf is a record of a department that passes every check.
func recordOf(dept string) catalog.Record {
	limit := func(n int) catalog.Limit {
		return catalog.Limit{Amount: n, Unit: deadline.Workday, Basis: "《城市供水条例》"}
	}
	return catalog.Record{Name: "用水报装", Aliases: []string{"装水表"}, Type: catalog.PublicService, Class: catalog.Promised, Level: catalog.City, Content: "供水接入", Department: dept,
		Basis: []catalog.Basis{{Law: "《城市供水条例》", Article: "第十七条", Rank: catalog.Regulation}}, Statutory: limit(10), Promised: limit(5),
		Conditions: []catalog.Condition{{Text: "在供水范围内"}}, Materials: []catalog.Material{{Code: "form", Name: "报装申请表", Kind: "申请表", Necessity: catalog.Required, Source: catalog.ByApplicant, Originals: 1, Sample: "示例"}},
		Form: catalog.Form{Groups: []catalog.Group{{Title: "用水", Fields: []catalog.Field{{Code: "address", Label: "用水地址", Kind: catalog.Address, Required: true}, {Code: "phone", Label: "电话", Kind: catalog.Phone}}}}},
		Plan: catalog.Plan{Model: catalog.SoleReview, Steps: []catalog.Step{{Code: "decide", Name: "决定", Kind: catalog.Decide, Limit: limit(5)}}}, Fees: []catalog.Fee{},
		Result: catalog.Result{Kind: "登记", Name: "供水合同"}, Audience: []catalog.Audience{catalog.Individual, catalog.Enterprise}, Themes: []string{"公用事业"}, Flags: catalog.Flags{Online: true},
		Window: "水务窗口", Place: "一楼", Hours: "工作日", Phone: "0990-1234567", Supervision: "0990-12345", Visits: 1}
}

// matter publishes an item, and leaves a change of another in draft.
func (w *town) matter() (item, change string) {
	w.t.Helper()
	record := recordOf("water")
	res, err := w.s.Catalog.Import(w.ctx, org.System(), &catalog.Folder{Items: []catalog.Entry{{Key: "water_install", Record: record}}}, nil)
	w.must(err)
	if len(res.Refused) > 0 {
		w.t.Fatalf("%+v", res.Refused)
	}
	record.Name = "用水过户"
	ref, err := w.s.Catalog.Propose(w.ctx, w.actor(org.Editor), catalog.Proposal{Kind: catalog.KindPublish, Reason: "新增", Record: &record})
	w.must(err)
	p := w.ask("", get, "/api/citizen/matters", nil)
	var found struct{ Items []catalog.ItemRow }
	w.must(json.Unmarshal(p.Body.Bytes(), &found))
	return found.Items[0].ID, ref.ID
}

// CAT-20, CAT-21, CAT-31: a citizen finds a matter by his own words, reads its guide, is told what is wrong with his form.
func TestCAT21ACitizenFindsAMatter(t *testing.T) {
	eachTown(t, func(w *town) {
		id, _ := w.matter()
		a := w.ask("", get, "/api/citizen/matters?q="+"装水表&audience=individual", nil)
		a.want(t, http.StatusOK, "")
		if !strings.Contains(a.Body.String(), id) || !strings.Contains(a.Body.String(), `"promised":"5个工作日"`) {
			t.Errorf("%s", a.Body)
		}
		w.ask("", get, "/api/citizen/matters/entries", nil).want(t, http.StatusOK, "")
		guide := w.ask("", post, "/api/citizen/matters/"+id+"/guide", m{"answers": m{"none": "x"}})
		guide.want(t, http.StatusOK, "")
		if !strings.Contains(guide.Body.String(), `"deptName":"测试water"`) {
			t.Errorf("%s", guide.Body)
		}
		w.ask("", get, "/api/citizen/matters/"+id, nil).want(t, http.StatusOK, "")
		form := w.ask("", post, "/api/citizen/matters/"+id+"/form", m{})
		form.want(t, http.StatusOK, "")
		if !strings.Contains(form.Body.String(), `"required":["address"]`) {
			t.Errorf("%s", form.Body)
		}
		w.ask("", post, "/api/citizen/matters/"+id+"/check-form", m{"form": m{"address": "一号"}}).want(t, http.StatusNoContent, "")
		bad := w.ask("", post, "/api/citizen/matters/"+id+"/check-form", m{"form": m{"phone": "abc"}})
		bad.want(t, http.StatusUnprocessableEntity, "catalog.form")
		if len(bad.problem.Errors) != 2 || strings.Contains(bad.Body.String(), "abc") {
			t.Errorf("%s", bad.Body)
		}
		w.ask("", get, "/api/citizen/matters/"+id+"/shown/touch", nil).want(t, http.StatusOK, "")
		w.ask("", get, "/api/citizen/matters/none", nil).want(t, http.StatusNotFound, "catalog.missing")
		w.ask("", get, "/api/citizen/themes", nil).want(t, http.StatusOK, "")
		w.ask("", post, "/api/citizen/themes/none/compile", m{}).want(t, http.StatusNotFound, "catalog.bundle.missing")
		if w.s.Printer != nil {
			slip := w.ask("", get, "/api/citizen/matters/"+id+"/slip?answers=kind:own,agent:self", nil)
			if slip.Code != http.StatusOK || !strings.HasPrefix(slip.Body.String(), "%PDF") {
				t.Errorf("%d", slip.Code)
			}
		}
	})
}

// CAT-20: papers that everybody may print are bounded for an address, whichever they are, and others are not held up by it.
func TestCAT20PublicPapersOfOneAddressAreBounded(t *testing.T) {
	w := aTown(t)
	for range 120 {
		w.ask("", get, "/api/citizen/matters/none/blank", nil).want(t, http.StatusNotFound, "catalog.missing")
	}
	for _, path := range []string{"matters/none/slip", "matters/none/paper", "matters/none/blank", "matters/none/sample", "directories/none", "authorisations/none/pdf"} {
		w.ask("", get, "/api/citizen/"+path, nil).want(t, http.StatusTooManyRequests, "public.often")
	}
	w.clk.Advance(time.Hour)
	w.ask("", get, "/api/citizen/matters/none/blank", nil).want(t, http.StatusNotFound, "catalog.missing")
}

// CAT-09: the editor drafts and submits, another reviews; then the public sees it.
func TestCAT09AChangeGoesThroughTheAPI(t *testing.T) {
	eachTown(t, func(w *town) {
		_, change := w.matter()
		w.ask(org.Editor, post, "/api/catalog/changes/"+change+"/submit", m{"version": 1}).want(t, http.StatusOK, "")
		w.ask(org.Editor, post, "/api/catalog/changes/"+change+"/review", m{"version": 2, "outcome": "pass"}).want(t, http.StatusForbidden, "org.forbidden")
		w.ask(org.Cataloguer, post, "/api/catalog/changes/"+change+"/review", m{"version": 1, "outcome": "pass"}).want(t, http.StatusConflict, "case.stale")
		w.ask(org.Cataloguer, post, "/api/catalog/changes/"+change+"/review", m{"version": 2, "outcome": "pass"}).want(t, http.StatusOK, "")
		if a := w.ask("", get, "/api/citizen/matters?q=用水过户", nil); !strings.Contains(a.Body.String(), "用水过户") {
			t.Errorf("%s", a.Body)
		}
		if a := w.ask(org.Cataloguer, get, "/api/catalog/changes/"+change, nil); !strings.Contains(a.Body.String(), `"stateName":"已生效"`) {
			t.Errorf("%s", a.Body)
		}
	})
}
