package httpapi

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
)

// subject is a fresh thing for an operation on one of its kind.
func (w *town) subject(path string) hotline.Ref {
	w.t.Helper()
	of := func(id string, version int64) hotline.Ref { return hotline.Ref{ID: id, Version: version} }
	switch {
	case strings.Contains(path, "/orders/{id}"):
		return w.dispatched()
	case strings.Contains(path, "/applications/{id}"):
		ref := w.shelf.open("food_production")
		return of(ref.ID, ref.Version)
	case strings.Contains(path, "/opinions/{id}"):
		c := w.shelf.asked()
		return of(c.ID, c.Version)
	case strings.Contains(path, "/checks/{id}"):
		c := w.shelf.promised()
		return of(c.ID, c.Version)
	case strings.Contains(path, "/joints/{id}"):
		r := w.shelf.project()
		return of(r.ID, r.Version)
	case strings.Contains(path, "/authorisations/{id}"):
		l := w.shelf.letter("food_licence_new")
		return of(l.ID, 0)
	}
	return hotline.Ref{}
}

// applicationCalls says how each operation on applications is asked.
func (w *town) applicationCalls() map[string]call {
	w.shelf = w.stock()
	w.shelf.letter("food_licence_new", "road_dig")
	from, days := w.today().String(), "from="+w.today().String()+"&to="+w.today().String()
	none, why, decision := m{}, m{"why": "测试"}, m{"outcome": "grant"}
	paper := []m{{"code": "none", "originals": 1}}
	opinion := m{"finding": "pass", "opinion": "符合条件"}
	sub, theme := w.shelf.application("food_licence_new"), w.shelf.bundle("open_general_store")
	checked := m{"people": []string{w.ids[org.Reviewer], w.ids[org.Head]}, "finding": "属实"}
	me := w.ids[org.Clerk]
	return map[string]call{
		"listApplications": {}, "countApplications": {}, "applicationWords": {}, "getApplication": {}, "listFees": {}, "listPapers": {}, "getPaper": {}, "printTransfer": {}, "getCertificate": {},
		"printCertificate": {}, "printApplicationDocument": {id: "none"}, "exportApplications": {}, "exportStandard": {body: m{"from": from, "to": from}}, "exportFees": {}, "listCertificates": {}, "exportCertificates": {}, "applicationFigures": {query: days}, "exportFigures": {query: days},
		"behindFigure": {id: "received", query: days}, "exportBehindFigure": {id: "received", query: days}, "findApplications": {body: m{"phone": "13900002222"}},
		"takeApplication": {body: with(sub, m{"channel": "window"})}, "reusableMaterials": {body: m{"item": sub["item"], "idNumber": applicant["idNumber"]}},
		"unmaskApplicant": {body: m{"purpose": "核对"}}, "sendPaper": {body: "file"}, "attachPaper": {body: "file"}, "revokeCertificate": {body: m{"number": "none", "why": "不实", "basis": "行政许可法"}},
		"acceptApplication": {body: none}, "correctApplication": {body: m{"wrong": []m{}}}, "correctAgainApplication": {body: m{"wrong": []m{}, "why": "测试"}}, "takeSupplementApplication": {body: m{"materials": paper}},
		"fillToleratedApplication": {body: m{"materials": paper}}, "takeWithdrawalApplication": {body: m{"asker": "self", "why": "不办了", "file": "none"}}, "declineApplication": {body: m{"ground": "outside", "reason": "不属本机关", "basis": "三定", "redirect": "测试局"}},
		"decideOnSpotApplication": {body: decision}, "grantOnCommitmentApplication": {body: m{"terms": []string{"属实"}, "signed": "none"}}, "nameGuideApplication": {body: m{"person": me}}, "hurryApplication": {body: why},
		"handOverApplication": {body: none}, "finishStepApplication": {body: with(opinion, m{"step": "review"})}, "sendBackApplication": {body: with(why, m{"to": "review"})}, "addSignerApplication": {body: m{"person": me}},
		"countersignApplication": {body: m{"agrees": true, "opinion": "同意"}}, "decideApplication": {body: decision},
		"startSpecialApplication": {body: m{"kind": "experts", "from": from, "expected": 5, "basis": "法", "told": "phone"}}, "endSpecialApplication": {body: m{"last": from, "result": "已评审"}},
		"askExtensionApplication": {body: m{"amount": 1, "reason": "复杂", "basis": "法"}}, "ruleExtensionApplication": {body: m{"grant": true, "why": "属实"}}, "tellExtensionApplication": {body: m{"how": "phone"}},
		"notifyReadyApplication": {body: m{"how": "phone"}}, "deliverApplication": {body: m{"way": "handed", "taker": "self"}}, "registerFeeApplication": {body: m{"fee": "none", "amount": 1, "slip": "1"}},
		"reprintApplication": {body: m{"paper": "receipt"}}, "markUrgentApplication": {body: why}, "assignApplication": {body: m{"person": me}}, "accountApplication": {body: m{"measure": "talk", "finding": "拖延"}}, "listBreaches": {}, "exportBreaches": {}, "confirmFeeApplication": {body: m{"fee": "none"}}, "refuseFeeApplication": {body: m{"fee": "none", "why": "未到账"}},
		"ruleOverdueApplication": {body: m{"ruling": "own", "why": "拖延"}}, "explainDelayApplication": {body: why}, "urgeApplication": {body: none}, "noteApplication": {body: m{"text": "备注"}},
		"signForOpinion": {body: none}, "giveOpinion": {body: m{"stance": "agree", "text": "同意"}}, "reportDelayOpinion": {body: why}, "deemOpinion": {body: why},
		"passCheck": {body: checked}, "orderCorrection": {body: checked}, "revokeOnCheck": {body: with(checked, m{"basis": "行政许可法"})},
		"listJoints": {query: "kind=project"}, "getJoint": {}, "jointWords": {}, "takeBundle": {body: with(theme, m{"channel": "window"})},
		"openProject": {body: m{"bundle": w.shelf.items["park"], "name": "测试园", "party": shop, "class": "park", "body": "zrj", "guide": me}},
		"extendJoint": {body: with(why, m{"amount": 1, "document": "政办1号"})}, "guideJoint": {body: m{"person": me}}, "applyPermit": {body: m{"item": "none", "form": none, "materials": paper}},
		"setStage": {body: m{"stage": "design", "state": "running"}}, "logIssue": {body: m{"kind": "land", "text": "征地"}}, "settleIssue": {body: m{"issue": "none", "result": "已办"}},
		"urgeMember": {body: m{"item": "none", "text": "请抓紧"}}, "holdMember": {body: m{"item": "none", "measure": "talk", "text": "超时"}},
		"changeAgent": {body: m{"person": me}}, "stopProject": {body: why},
		"authorisationWords": {}, "listAuthorisations": {}, "printAuthorisation": {}, "authorisationCoverage": {query: "dept=scj"}, "revokeAuthorisation": {body: m{"reason": "测试"}},
		"signAuthorisation": {body: m{"capacity": "window", "person": me, "items": w.shelf.ids("road_dig"), "powers": []string{"approve"}, "from": from, "to": from, "seal": "章"}},
	}
}

// TestEveryVerbOfApplicationsCanBeAskedFor: a verb of a flow that people do, and that no page could reach, would be dead.
func TestEveryVerbOfApplicationsCanBeAskedFor(t *testing.T) {
	paths := newAPI(Services{}, Options{}).describe().Paths
	elsewhere := map[string]string{"take": "/api/applications", "attach": "/api/applications/{id}/attachments", "sign": "/api/applications/{id}/decide",
		"revoke": "/api/certificates/revoke", "take_bundle": "/api/joints/bundles", "open_project": "/api/joints/projects"}
	for _, step := range catalog.StepKinds {
		if step.Key == string(catalog.Decide) {
			continue
		}
		elsewhere[step.Key] = "/api/applications/{id}/finish-step"
	}
	for base, flow := range map[string]*casework.Flow{"applications": approval.Flow, "opinions": approval.OpinionFlow, "checks": approval.CheckFlow, "joints": approval.BundleFlow, "joints ": approval.ProjectFlow} {
		for _, action := range flow.Actions {
			path := cmp.Or(elsewhere[action.Name], "/api/"+strings.TrimSpace(base)+"/{id}/"+strings.ReplaceAll(action.Name, "_", "-"))
			byPeople := !slices.Contains([]org.Permission{casework.System, casework.Public, org.ImportRun}, action.By) // what is imported, the command imports
			if item := paths[path]; byPeople && (item == nil || item.Post == nil) {
				t.Errorf("%s has no operation", action.Name)
			}
		}
	}
}
