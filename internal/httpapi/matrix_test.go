package httpapi

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
)

func operations(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete, http.MethodPatch: item.Patch}
	maps.DeleteFunc(all, func(_ string, op *huma.Operation) bool { return op == nil })
	return all
}

// call is a request that is sound, so that only permission can refuse it. path fills what stands in braces.
type call struct {
	id    string // of the thing, when it is no order
	query string
	body  any
}

type m = map[string]any

// calls says how each operation is asked; one that is missing fails the test.
func (w *town) calls() map[string]call {
	from, to := w.later(24*time.Hour), w.later(48*time.Hour)
	reason, none := m{"reason": "测试"}, m{}
	shift := m{"kind": "night", "from": from, "to": to, "person": w.ids[org.Duty], "leader": w.ids[org.DutyLeader], "standby": []string{}}
	region := m{"id": "9909", "name": "测试镇", "level": "township", "parent": "99"}
	year := m{"year": 2027, "notice": m{"title": "测试安排", "published": "2026-11-01"}, "off": []m{{"from": "2027-01-01", "to": "2027-01-03", "name": "元旦"}}, "work": []m{}}
	person := w.clerk
	grant := m{"role": "duty", "deptPath": "/water/", "regionPath": ""}
	reply := m{"text": "已修好并告知您。", "result": "solved", "contact": "phone", "grade": "satisfied"}
	order, err := w.s.Hotline.Register(w.ctx, w.actor(org.Operator), appeal())
	w.must(err)
	days := "from=" + w.today().String() + "&to=" + w.today().String()
	item, change := w.matter()
	record := recordOf("water")
	ruling := m{"version": 1, "outcome": "pass"}
	return map[string]call{
		"listItems": {}, "catalogWords": {}, "getItem": {id: item}, "getItemVersion": {id: item}, "itemDifferences": {id: item, query: "from=0&to=1"}, "checkItem": {body: m{"record": record}},
		"listChanges": {}, "getChange": {id: change}, "proposeChange": {body: m{"kind": "publish", "reason": "新增", "record": record}},
		"editChange": {id: change, body: m{"version": 1, "kind": "publish", "reason": "修改"}}, "submitChange": {id: change, body: m{"version": 1}}, "withdrawChange": {id: change, body: m{"version": 1, "why": "另议"}},
		"reviewChange": {id: change, body: ruling}, "approveChangeCentre": {id: change, body: ruling}, "approveChangeFinance": {id: change, body: ruling}, "approveChangePrice": {id: change, body: ruling},
		"catalogReport": {}, "catalogMoves": {query: days}, "exportCatalog": {}, "importCatalog": {body: "file"}, "listFeeDocuments": {}, "listSynonyms": {}, "listBodies": {},
		"saveFeeDocument": {body: m{"number": "示范价1号", "title": "通知", "issued": "2026-01-01", "fees": []m{}}}, "saveSynonyms": {body: m{"words": []string{"甲", "乙"}}},
		"saveBody":   {body: m{"department": "water", "credit": catalog.PlaceholderCredit("99", "water"), "nature": "1"}},
		"saveBundle": {body: m{"key": "x", "kind": "bundle", "name": "一件事", "audience": "enterprise", "lead": "water", "items": []m{}}},
		"me":         {}, "listOrders": {}, "countOrders": {}, "orderWords": {}, "getOrder": {}, "listCopies": {}, "exportCopies": {}, "exportOutbox": {query: "state=dead"}, "exportPeople": {}, "exportDepartments": {}, "exportRegions": {}, "countCopies": {}, "listFiles": {}, "printOrder": {}, "exportOrders": {}, "listRoutingRules": {},
		"listNotices": {}, "countNotices": {}, "getDirectory": {}, "listRoles": {}, "calendarYears": {}, "calendarVersions": {}, "listPeople": {}, "listPolicy": {},
		"ordersByPhone": {body: m{"phone": "13800001111"}}, "registerOrder": {body: appeal()}, "similarOrders": {body: none}, "suggestedDepartments": {body: m{"orders": []string{order.ID}}}, "unmaskCaller": {body: m{"purpose": "回访"}}, "renewCodeOrder": {body: m{"phone": "13800001111", "purpose": "遗失"}},
		"readCopies": {body: m{"order": "x"}}, "readAllCopies": {body: m{"until": from}}, "getFile": {id: "none"}, "listDocuments": {query: "kind=urge&" + days}, "printDocument": {id: "none"},
		"saveRoutingRule": {body: m{"keywords": "停水", "dept": "water", "active": true}}, "readNotices": {body: none},
		"dispatchOrders": {body: m{"orders": []hotline.Seen{{ID: order.ID, Version: order.Version}}, "lead": "water", "phoned": true}},
		"acceptOrder":    {body: m{"kind": "help", "disposition": "order"}}, "classifyOrder": {body: m{"kind": "help", "category": "", "place": "", "title": "停水"}},
		"dispatchOrder": {body: m{"lead": "roads", "phoned": false}}, "consentOrder": {body: none}, "signOrder": {body: none}, "assignOrder": {body: m{"person": w.ids[org.Handler]}},
		"involveOrder": {body: m{"assist": []string{"roads"}}}, "returnOrder": {body: m{"ground": "outside_competence", "reason": "不属于", "basis": "三定"}},
		"ruleReturnOrder": {body: m{"uphold": false, "why": "应由其办理"}}, "askExtensionOrder": {body: m{"amount": 1, "promised": "五日", "statutory": "五日", "basis": "规定", "reason": "雨天"}},
		"ruleExtensionOrder": {body: m{"grant": true, "why": "属实"}}, "tellExtensionOrder": {body: m{"how": "phone"}}, "proposeReplyOrder": {body: reply}, "replyOrder": {body: reply},
		"reviewOrder": {body: m{"pass": true}}, "signOffOrder": {body: m{"pass": true}}, "replyAssistOrder": {body: m{"text": "已协办"}}, "giveBackOrder": {body: none},
		"concludeOrder": {body: none}, "revisitOrder": {body: m{"how": "phone", "reached": true, "grade": "satisfied"}}, "redoOrder": {body: m{"why": "未解决"}},
		"escalateOrder": {body: m{"why": "争议"}}, "decideOrder": {body: m{"redo": true, "why": "再办"}}, "closeExplainedOrder": {body: m{"why": "已解释"}}, "archiveOrder": {body: none},
		"urgeOrder": {body: m{"how": "phone"}}, "toHeadOrder": {body: m{"why": "久拖未决"}}, "listAccounts": {query: days}, "exportAccounts": {query: days}, "exportDocuments": {query: "kind=urge&" + days},
		"standDownOrder": {body: m{"kind": "help", "why": "经核实无人员危险"}},
		"accountOrder":   {body: m{"ground": "delay", "measure": "liability", "handler": w.ids[org.Handler], "head": w.ids[org.Head], "finding": "拖延"}},
		"superviseOrder": {body: m{"on": true, "why": "重点"}}, "issueNoticeOrder": {body: none}, "explainOrder": {body: m{"text": "雨天"}},
		"logEmergencyOrder": {body: m{"step": "team_sent"}}, "flagOrder": {body: m{"important": false, "major": false, "why": "测试"}}, "groupOrder": {body: m{"other": ""}},
		"noteOrder": {body: m{"text": "备注"}}, "attachFile": {body: "file"}, "previewImport": {body: "file"}, "runImport": {body: "file"},
		"listShifts": {query: "dept=centre&" + days}, "onDuty": {query: "dept=centre"}, "dutyGaps": {query: "dept=centre&" + days}, "listHandovers": {query: "dept=centre"},
		"addShift": {body: with(shift, m{"department": "centre"})}, "changeShift": {id: "none", body: shift}, "cancelShift": {id: "none", body: reason}, "listChecks": {id: "none"},
		"checkIn": {body: m{"department": "centre", "waiting": 0}}, "handOver": {body: m{"department": "centre"}}, "takeOver": {id: "none"},
		"listIssues": {}, "exportIssues": {}, "finishTask": {id: "none", body: m{"note": "已完成"}}, "listFeedback": {}, "takeFeedback": {body: m{"text": "等候时间长"}}, "answerFeedback": {id: "none", body: m{"answer": "已增加坐席"}},
		"enterIssue": {body: m{"circular": "通报1号", "text": "久拖不办", "dept": "water", "tasks": []m{{"text": "整改", "person": w.ids[org.Head], "due": w.today().Add(10).String()}}}},
		"roundKinds": {}, "listRounds": {query: "dept=hall"}, "roundsDue": {query: "dept=hall&" + days}, "exportRounds": {query: "dept=hall"},
		"recordRound": {body: m{"department": "hall", "kind": "patrol", "at": w.later(0), "place": "大厅", "found": "有序"}}, "settleRound": {id: "none", body: m{"outcome": "已处理"}},
		"listDrills": {query: "dept=hall"}, "exportDrills": {query: "dept=hall"}, "callDrill": {body: m{"department": "hall", "title": "夜间拉练", "place": "大厅", "stations": []m{{"department": "water"}}}},
		"arriveDrill":   {id: "none", body: m{"department": "water", "at": w.later(0)}},
		"listEquipment": {}, "exportEquipment": {}, "addEquipment": {body: m{"department": "water", "kind": "phone", "number": "8801", "place": "值班室", "state": "used"}},
		"changeEquipment": {id: "none", body: m{"kind": "phone", "number": "8801", "place": "值班室", "state": "used"}},
		"addPerson":       {body: m{"login": "newcomer", "name": "测试新", "department": "water"}}, "getPerson": {id: person}, "changePerson": {id: person, body: m{"name": "测试改", "department": "centre"}},
		"deactivatePerson": {id: person, body: reason}, "reactivatePerson": {id: person, body: reason}, "resetPassword": {id: person}, "grantRole": {id: person, body: grant},
		"revokeRole": {id: person, body: grant}, "showPhone": {id: person, body: m{"purpose": "测试"}}, "listDeputies": {id: "self"}, "endDeputy": {id: "none"},
		"appointDeputy": {id: "self", body: m{"deputy": w.clerk, "from": from, "to": to, "reason": "出差"}}, "listColleagues": {id: "water"},
		"addRegion": {body: region}, "changeRegion": {id: "99", body: m{"name": "呼应市", "active": true}}, "addDepartment": {body: m{"id": "parks", "name": "园林局", "kind": "bureau", "region": "99"}},
		"changeDepartment": {id: "roads", body: m{"name": "道路局", "kind": "bureau", "active": true}},
		"policyHistory":    {query: "key=hotline.limit.help"}, "setPolicy": {body: m{"key": "hotline.urge.short", "region": "", "value": "2", "reason": "测试"}},
		"clearPolicy": {body: m{"key": "hotline.urge.short", "region": "", "reason": "测试"}}, "proposeCalendar": {body: m{"region": "", "year": year, "reason": "测试"}},
		"previewCalendar": {id: "1"}, "approveCalendar": {id: "1"}, "getRecord": {query: "of=policy"}, "verifyRecord": {}, "listOutbox": {query: "state=dead"},
		"retryOutbox": {id: "none"}, "getJob": {id: "none"}, "getJobFile": {id: "none"},
		"statsRates": {query: days}, "statsTrend": {query: days}, "statsSpread": {query: days}, "statsTopics": {query: days}, "statsLoads": {query: days}, "statsConducts": {query: days},
		"statsWarnings": {}, "statsDays": {query: "dept=water&" + days}, "statsOrders": {query: "figure=orders&" + days}, "statsExport": {query: days},
	}
}

// TestEveryVerbCanBeAskedFor: a verb of the flow that people do, and that no page could reach, would be dead.
func TestEveryVerbCanBeAskedFor(t *testing.T) {
	a := newAPI(Services{}, Options{})
	paths := a.describe().Paths
	elsewhere := map[string]string{"register": "/api/orders", "attach": "/api/orders/{id}/attachments"}
	for _, action := range hotline.Flow.Actions {
		path := cmp.Or(elsewhere[action.Name], "/api/orders/{id}/"+strings.ReplaceAll(action.Name, "_", "-"))
		byPeople := action.By != casework.System && action.By != casework.Public && action.Name != "import" // from the command line
		if item := paths[path]; byPeople && (item == nil || item.Post == nil) {
			t.Errorf("%s has no operation", action.Name)
		}
	}
}

func with(a, b m) m {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// elsewhere are operations that have tests of their own: they end sessions or never end.
var elsewhere = []string{"changePassword", "live"}

// TestMatrix asks every operation as every role and as nobody (AUD-07, HOT-20): without a session it is refused as such;
// without permission it is refused and nothing is recorded; with permission it is not refused for want of it.
func TestMatrix(t *testing.T) {
	eachTown(t, func(w *town) { w.matrix(refusedAtTheDoor) })
}

// TestVerbsRefuseByThemselves is the matrix without the gate at the door, which only knows whether a person has a
// permission anywhere. A list may then be empty instead.
func TestVerbsRefuseByThemselves(t *testing.T) {
	w := aTown(t)
	w.server.api.ungated = true
	w.matrix(refusedOrEmpty)
}

func refusedAtTheDoor(a answer) bool { return a.Code == http.StatusForbidden }

func refusedOrEmpty(a answer) bool {
	switch {
	case a.Code == http.StatusForbidden || a.Code == http.StatusNotFound:
		return true
	case a.Code != http.StatusOK:
		return false
	}
	return holdsNothing(a.Body.Bytes())
}

// holdsNothing reports that a page or a list has no items, or that everything a bulk verb was asked for was refused.
func holdsNothing(body []byte) bool {
	var page struct{ Items []json.RawMessage }
	var list []hotline.Bulk
	if json.Unmarshal(body, &page) == nil {
		return strings.Contains(string(body), `"items":[]`)
	}
	return json.Unmarshal(body, &list) == nil && !slices.ContainsFunc(list, func(b hotline.Bulk) bool { return b.Error == "" })
}

func (w *town) matrix(refused func(a answer) bool) {
	for _, info := range org.Roles() {
		w.ask(info.Role, get, "/api/me", nil).want(w.t, http.StatusOK, "") // the day's presence is noted
	}
	calls := w.calls()
	maps.Copy(calls, w.applicationCalls())
	paths := w.server.api.huma.OpenAPI().Paths
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for method, op := range operations(paths[path]) {
			if len(op.Security) == 0 || slices.Contains(elsewhere, op.OperationID) {
				continue
			}
			c, known := calls[op.OperationID]
			if !known {
				w.t.Errorf("%s is not in the table", op.OperationID)
				continue
			}
			w.askAll(method, path, op, c, refused)
		}
	}
}

func (w *town) askAll(method, path string, op *huma.Operation, c call, refused func(a answer) bool) {
	w.t.Helper()
	order := w.subject(path)
	w.send(w.of("", method, path, c, order)).want(w.t, http.StatusUnauthorized, "session.none")
	needs, _ := op.Extensions["x-permissions"].([]org.Permission)
	somewhere := func(role org.Role) bool { return slices.ContainsFunc(needs, role.Holds) }
	holds := func(role org.Role) bool {
		return len(needs) == 0 || slices.ContainsFunc(needs, func(p org.Permission) bool { return role.Holds(p) && w.inCharge(role, p, order) })
	}
	for _, info := range org.Roles() {
		if holds(info.Role) {
			continue
		}
		before := w.events()
		a := w.send(w.of(info.Role, method, path, c, order))
		if !refused(a) && !(somewhere(info.Role) && a.Code == http.StatusNotFound) {
			w.t.Errorf("%s as %s without permission: %d %s", op.OperationID, info.Role, a.Code, a.Body)
		}
		if w.events() != before {
			w.t.Errorf("%s as %s without permission was recorded", op.OperationID, info.Role)
		}
	}
	for _, info := range org.Roles() {
		if !holds(info.Role) {
			continue
		}
		a := w.send(w.of(info.Role, method, path, c, order))
		w.server.api.jobs.running.Wait() // or what they record would be counted with the next
		if a.Code == http.StatusUnauthorized || a.Code == http.StatusForbidden || a.Code >= 500 || a.problem.Code == "request.invalid" || a.problem.Code == "request.malformed" {
			w.t.Errorf("%s as %s with permission: %d %s", op.OperationID, info.Role, a.Code, a.Body)
		}
	}
}

// inCharge reports that a permission of an order is the role's where the order stands: nobody answers for another's
// department (HOT-63).
func (w *town) inCharge(role org.Role, p org.Permission, order hotline.Ref) bool {
	if order.ID == "" || !slices.Contains([]org.Permission{org.OrderReply, org.OrderReturn, org.OrderExtendAsk, org.OrderSign, org.OrderReassign}, p) {
		return true
	}
	return w.actor(role).May(p, "/water/", "/99/")
}

// of makes the request of a call as a person of this role.
func (w *town) of(role org.Role, method, path string, c call, order hotline.Ref) *http.Request {
	id := c.id
	if order.ID != "" {
		id = order.ID
	}
	if id == "self" {
		id = cmp.Or(w.ids[role], "nobody")
	}
	for _, name := range []string{"{id}", "{version}", "{file}"} {
		path = strings.ReplaceAll(path, name, id)
	}
	path = strings.ReplaceAll(path, "{n}", "1")
	if c.query != "" {
		path += "?" + c.query
	}
	if c.body == "file" {
		body, kind := form(w.t, map[string]string{}, "a.txt", "停水现场情况说明")
		return w.request(role, method, path, body, "Content-Type", kind)
	}
	body := c.body
	if fields, ok := body.(m); ok && order.Version != 0 {
		body = with(fields, m{"version": order.Version})
		if strings.HasSuffix(path, "/unmask") {
			body = fields
		}
	}
	return w.request(role, method, path, body)
}

func form(t testing.TB, fields map[string]string, name, content string) (io.Reader, string) {
	t.Helper()
	var b strings.Builder
	f := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := f.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := f.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, content)
	f.Close()
	return strings.NewReader(b.String()), f.FormDataContentType()
}
