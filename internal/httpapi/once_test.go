package httpapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/storage"
)

// notCreating are the operations that write without the version of what was seen and without a key of their own, each with
// the reason why sending it twice makes nothing twice.
var notCreating = map[string][]string{
	"it asks, and at most the record tells that it was asked": {"queryAppeal", "queryApplication", "queryBundle", "queryFeedback", "ownFiles", "ownFile", "ownMaterials", "ownMaterial", "ownDocument", "ownCertificate",
		"verifyCertificate", "ownReusable", "openDraft", "findApplications", "reusableMaterials", "unmaskApplicant", "unmaskCaller", "showPhone", "ordersByPhone", "similarOrders",
		"suggestedDepartments", "checkItem", "checkMatterForm", "matterForm", "guideMatter", "compileTheme", "previewImport", "verifyRecord"},
	"it writes a file for who asked, as whatever ends in /export does": {"exportStandard"},
	"it sets something to what it then is already": {"saveBody", "saveBundle", "saveFeeDocument", "changeDepartment", "changeRegion", "answerFeedback", "changePerson", "changeShift", "changeEquipment", "grantRole", "revokeRole",
		"setPolicy", "clearPolicy", "readCopies", "readAllCopies", "readNotices", "resetPassword", "changePassword", "login", "logout"},
	"it ends or moves on what is no more there to be ended or moved on": {"dropDraft", "revokeAuthorisation", "approveCalendar", "revokeCertificate", "endDeputy", "takeOver", "cancelShift",
		"deactivatePerson", "reactivatePerson", "retryOutbox", "settleRound", "finishTask", "arriveDrill", "withdrawApplication", "supplementApplication", "sendToleratedApplication", "rateAppeal"},
	"a second on one day or for one fee is refused":          {"urgeAppeal", "urgeOwnApplication", "payApplication"},
	"each row is known by a number of its own and made once": {"runImport", "importCatalog"},
	"each order in it comes with the version that was seen":  {"dispatchOrders"},
}

// TestEveryCreationTakesAKey: whatever is asked for is a creation with an Idempotency-Key, a verb on the version that was
// seen, or stands above with a reason.
func TestEveryCreationTakesAKey(t *testing.T) {
	doc := newAPI(Services{}, Options{}).describe()
	listed := map[string]bool{}
	for _, ids := range notCreating {
		for _, id := range ids {
			listed[id] = true
		}
	}
	for path, item := range doc.Paths {
		for method, op := range operations(item) {
			keyed, listedHere := takesKey(op), listed[op.OperationID] || strings.HasSuffix(path, "/export")
			delete(listed, op.OperationID)
			switch {
			case method == get:
			case op.DefaultStatus == 201 && !keyed, !keyed && !listedHere && !takesVersion(doc, op):
				t.Errorf("%s %s (%s) makes something and takes no key", method, path, op.OperationID)
			case keyed && listedHere:
				t.Errorf("%s takes a key: it does not belong in the list", op.OperationID)
			}
		}
	}
	for id := range listed {
		t.Errorf("%s is in the list and does not exist", id)
	}
}

func takesKey(op *huma.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "header" && p.Name == "Idempotency-Key" })
}

func takesVersion(doc *huma.OpenAPI, op *huma.Operation) bool {
	if op.RequestBody == nil || op.RequestBody.Content["application/json"] == nil {
		return false
	}
	s := op.RequestBody.Content["application/json"].Schema
	if s.Ref != "" {
		s = doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return slices.Contains(s.Required, "version")
}

// paper is a file that is sent with the fields of a form.
type paper struct {
	fields  map[string]string
	content string
}

// creation is a sound creation, and another one: other stands in the place of the body, or of some of its fields.
type creation struct {
	path        string // where it is not the operation's own
	body, other any
}

// creations are one for each operation that takes a key.
func (w *town) creations() map[string]creation {
	calls := w.calls()
	maps.Copy(calls, w.applicationCalls())
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { // who hands over had a turn
		_, err := w.s.Org.AddShift(tx, org.System(), org.Shift{Department: "centre", Kind: org.DayShift, From: w.clk.Now(), To: w.later(8 * time.Hour), Person: w.ids[org.Duty], Leader: w.ids[org.DutyLeader]}, calendar.Official())
		return err
	}))
	out := map[string]creation{}
	for id, other := range map[string]m{
		"registerOrder": {"title": "另一件事"}, "addPerson": {"login": "other"}, "addRegion": {"id": "9908"}, "addDepartment": {"id": "lakes"}, "appointDeputy": {"reason": "病假"},
		"addShift": {"kind": "day"}, "checkIn": {"waiting": 1}, "enterIssue": {"text": "推诿"}, "takeFeedback": {"text": "态度不好"}, "recordRound": {"found": "有一处拥挤"}, "callDrill": {"title": "又一次拉练"}, "addEquipment": {"number": "8802"}, "handOver": {"note": "另有一件"}, "proposeCalendar": {"reason": "另一份通知"}, "proposeChange": {"reason": "另一理由"},
		"saveRoutingRule": {"keywords": "漏水"}, "saveSynonyms": {"words": []string{"丙", "丁"}}, "signAuthorisation": {"seal": "另一枚章"}, "openProject": {"name": "另一个园"},
		"takeApplication": {"party": with(applicant, m{"phone": "13900009999"})}, "takeBundle": {"party": with(applicant, m{"phone": "13900009999"})},
	} {
		out[id] = creation{body: calls[id].body, other: other}
	}
	mine := w.submitted()
	own := m{"number": mine.Number, "code": mine.Code}
	form := map[string]string{"number": mine.Number, "code": mine.Code}
	ref, applied := w.dispatched(), w.shelf.applied("food_production")
	sub, proof := w.shelf.application("food_production"), m{"number": applied.Number, "code": applied.Code}
	draft := m{"item": sub["item"], "party": applicant, "form": m{}}
	text := paper{form, "停水现场情况说明"}
	maps.Copy(out, map[string]creation{
		"submitAppeal":        {body: citizensAppeal(), other: m{"title": "另一盏路灯"}},
		"giveFeedback":        {body: m{"text": "等候时间长"}, other: m{"text": "语音太长"}},
		"supplementAppeal":    {body: with(own, m{"text": "晚上也没有水"}), other: m{"text": "楼上也一样"}},
		"feedbackApplication": {body: with(proof, m{"text": "请尽快办理"}), other: m{"text": "另有一事"}},
		"apply":               {body: sub, other: m{"party": with(applicant, m{"phone": "13900009999"})}},
		"applyBundle":         {body: w.shelf.bundle("open_general_store"), other: m{"party": with(applicant, m{"phone": "13900009999"})}},
		"saveDraft":           {body: m{"draft": draft}, other: m{"draft": with(draft, m{"note": "2"})}},
		"attachFile":          {path: "/api/orders/" + ref.ID + "/attachments", body: text, other: paper{nil, "另一份说明"}},
		"attachOwnFile":       {body: text, other: paper{form, "另一份说明"}},
		"attachPaper":         {path: "/api/applications/" + w.id(applied.Number) + "/attachments", body: text, other: paper{nil, "另一份说明"}},
		"sendMaterial":        {body: text, other: paper{nil, "另一份说明"}},
		"sendPaper":           {body: text, other: paper{nil, "另一份说明"}},
	})
	return out
}

// TestCreationHappensOnce: a creation that is sent again under its key gives the same answer and makes nothing; another one
// under that key is refused.
func TestCreationHappensOnce(t *testing.T) {
	eachTown(t, func(w *town) {
		creations := w.creations()
		for path, item := range w.server.api.huma.OpenAPI().Paths {
			for _, op := range operations(item) {
				if !takesKey(op) {
					continue
				}
				c, known := creations[op.OperationID]
				if !known {
					t.Errorf("%s takes a key and stands in no table", op.OperationID)
					continue
				}
				if c.path != "" {
					path = c.path
				}
				w.createdOnce(path, op, c)
			}
		}
		w.ask(org.Admin, post, "/api/people", m{"login": "nobody", "name": "测试", "department": "water"}, "Idempotency-Key", "k").want(t, 409, "org.login.taken")
		w.ask(org.Admin, post, "/api/people", m{"login": "third", "name": "测试", "department": "water"}, "Idempotency-Key", "k").want(t, 201, "") // what was refused left no key behind
	})
}

// fieldsOf is a body as it travels.
func (w *town) fieldsOf(body any) (fields m) {
	w.t.Helper()
	text, err := json.Marshal(body)
	w.must(err)
	w.must(json.Unmarshal(text, &fields))
	return fields
}

func (w *town) createdOnce(path string, op *huma.Operation, c creation) {
	w.t.Helper()
	key := "key of " + op.OperationID
	first, by := w.createdBy(path, op, c, key)
	if first.Code/100 != 2 {
		w.t.Errorf("%s: %d %s", op.OperationID, first.Code, first.Body)
		return
	}
	events := w.events()
	again := w.create(by, path, c.body, key)
	if again.Code != first.Code || again.Body.String() != first.Body.String() {
		w.t.Errorf("%s: first %d %s, then %d %s", op.OperationID, first.Code, first.Body, again.Code, again.Body)
	}
	other := c.other
	if fields, ok := other.(m); ok {
		other = with(w.fieldsOf(c.body), fields)
	}
	a := w.create(by, path, other, key)
	if a.Code != 409 || a.problem.Code != "request.key" && a.problem.Code != "case.key.used" || !chinese(a.problem.Detail) {
		w.t.Errorf("%s with another content: %d %s", op.OperationID, a.Code, a.Body)
	}
	if w.events() != events {
		w.t.Errorf("%s was recorded more than once", op.OperationID)
	}
}

// createdBy asks as whoever may, one after another, until it is done.
func (w *town) createdBy(path string, op *huma.Operation, c creation, key string) (a answer, by org.Role) {
	w.t.Helper()
	if len(op.Security) == 0 {
		return w.create("", path, c.body, key), ""
	}
	needs, _ := op.Extensions["x-permissions"].([]org.Permission)
	for _, info := range org.Roles() {
		if len(needs) > 0 && !slices.ContainsFunc(needs, info.Role.Holds) {
			continue
		}
		if a = w.create(info.Role, path, c.body, key); a.Code/100 == 2 {
			return a, info.Role
		}
	}
	return a, ""
}

func (w *town) create(by org.Role, path string, body any, key string) answer {
	w.t.Helper()
	path = strings.ReplaceAll(path, "{id}", w.ids[by]) // his own
	if p, ok := body.(paper); ok {
		content, kind := form(w.t, p.fields, "a.txt", p.content)
		return w.ask(by, post, path, content, "Idempotency-Key", key, "Content-Type", kind)
	}
	return w.ask(by, post, path, body, "Idempotency-Key", key)
}
