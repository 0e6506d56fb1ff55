package httpapi

import (
	"context"
	"strings"

	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/org"
)

type acceptanceBody struct {
	Versioned
	approval.Acceptance
}

// Wrong is a material that has to be changed, and how.
type Wrong struct {
	Code string `json:"code"`
	What string `json:"what" maxLength:"500"`
}

type correctBody struct {
	Versioned
	Wrong []Wrong `json:"wrong,omitempty" maxItems:"100" doc:"需要修改的材料；未提交的必要材料自动列入"`
	Why   string  `json:"why,omitempty" maxLength:"2000" doc:"再次告知补正的理由"`
}

func (b correctBody) lacks() []approval.Lack {
	out := make([]approval.Lack, len(b.Wrong))
	for i, w := range b.Wrong {
		out[i] = approval.Lack{Code: w.Code, What: w.What}
	}
	return out
}

type handingBody struct {
	Versioned
	Materials []approval.Handing `json:"materials" maxItems:"100"`
}

type denialBody struct {
	Versioned
	approval.Denial
}

type decisionBody struct {
	Versioned
	approval.DecisionForm
}

type commitmentBody struct {
	Versioned
	approval.CommitmentForm
}

type stepBody struct {
	Versioned
	approval.StepForm
}

type sendBackBody struct {
	Versioned
	To  string `json:"to" doc:"退回到哪个环节"`
	Why string `json:"why" maxLength:"10000"`
}

type countersignBody struct {
	Versioned
	Agrees  bool   `json:"agrees"`
	Opinion string `json:"opinion" maxLength:"10000"`
}

type specialBody struct {
	Versioned
	approval.SpecialForm
}

type endSpecialBody struct {
	Versioned
	Last     calendar.Date `json:"last" doc:"特别程序的最后一日"`
	Result   string        `json:"result" maxLength:"10000"`
	Evidence []string      `json:"evidence,omitempty" doc:"附件编号"`
}

type moreTimeBody struct {
	Versioned
	approval.ExtensionForm
}

type deliveryBody struct {
	Versioned
	approval.DeliveryForm
}

type withdrawalBody struct {
	Versioned
	approval.WithdrawalForm
}

type paymentBody struct {
	Versioned
	approval.Payment
}

type breachBody struct {
	Versioned
	approval.AccountForm
}

type feeBody struct {
	Versioned
	Fee string `json:"fee" maxLength:"64" doc:"收费项目代码"`
}

type refuseFeeBody struct {
	Versioned
	Fee string `json:"fee" maxLength:"64" doc:"收费项目代码"`
	Why string `json:"why" maxLength:"10000"`
}

type overdueBody struct {
	Versioned
	Ruling string `json:"ruling"`
	Why    string `json:"why" maxLength:"10000"`
}

type stanceBody struct {
	Versioned
	Stance string `json:"stance"`
	Text   string `json:"text" maxLength:"10000"`
}

type checkBody struct {
	Versioned
	approval.CheckForm
}

type revokeCheckBody struct {
	Versioned
	approval.CheckForm
	Basis    string `json:"basis" maxLength:"500" doc:"法律依据"`
	Remedies string `json:"remedies,omitempty" maxLength:"1000" doc:"救济途径，不填用事项的或一般的"`
}

// caseVerbs registers verbs on cases of one kind: under their path, the id of an operation ending on its suffix.
type caseVerbs struct {
	a      *api
	path   string
	suffix string
	tag    string
	flows  []*casework.Flow
}

func (v caseVerbs) action(name string) *casework.Action {
	for _, flow := range v.flows {
		if found := flow.Action(name); found != nil {
			return found
		}
	}
	panic("httpapi: no flow has the action " + name)
}

// does registers POST <path>/{id}/<action>, for those who hold the permission of the flow or one of also.
func does[B any](v caseVerbs, action string, do func(ctx context.Context, who org.Actor, id string, in B) (approval.Ref, error), also ...org.Permission) {
	found := v.action(action)
	words := strings.Split(action, "_")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	o := operation{method: post, path: v.path + "/{id}/" + strings.ReplaceAll(action, "_", "-"), id: strings.Join(words, "") + v.suffix, summary: found.Label, tag: v.tag,
		needs: append([]org.Permission{found.By}, also...)}
	handle(v.a, o, func(ctx context.Context, who org.Actor, in *onOrder[B]) (approval.Ref, error) {
		return do(ctx, who, in.ID, in.Body)
	})
}

func (a *api) applicationVerbs() {
	v := caseVerbs{a, "/api/applications", "Application", applicationTag, []*casework.Flow{approval.Flow}}
	a.acceptingVerbs(v)
	a.reviewingVerbs(v)
	a.endingVerbs(v)
	a.opinionVerbs()
	a.checkVerbs()
}

// acceptingVerbs are those of the window up to the acceptance.
func (a *api) acceptingVerbs(v caseVerbs) {
	type ctx = context.Context
	does(v, "accept", func(c ctx, who org.Actor, id string, in acceptanceBody) (approval.Ref, error) {
		return a.Approval.Accept(c, who, id, in.Version, in.Acceptance)
	})
	does(v, "correct", func(c ctx, who org.Actor, id string, in correctBody) (approval.Ref, error) {
		return a.Approval.Correct(c, who, id, in.Version, in.lacks())
	})
	does(v, "correct_again", func(c ctx, who org.Actor, id string, in correctBody) (approval.Ref, error) {
		return a.Approval.CorrectAgain(c, who, id, in.Version, in.lacks(), in.Why)
	})
	does(v, "take_supplement", func(c ctx, who org.Actor, id string, in handingBody) (approval.Ref, error) {
		return a.Approval.TakeSupplement(c, who, id, in.Version, in.Materials)
	})
	does(v, "fill_tolerated", func(c ctx, who org.Actor, id string, in handingBody) (approval.Ref, error) {
		return a.Approval.FillTolerated(c, who, id, in.Version, in.Materials)
	})
	does(v, "take_withdrawal", func(c ctx, who org.Actor, id string, in withdrawalBody) (approval.Ref, error) {
		return a.Approval.TakeWithdrawal(c, who, id, in.Version, in.WithdrawalForm)
	})
	does(v, "decline", func(c ctx, who org.Actor, id string, in denialBody) (approval.Ref, error) {
		return a.Approval.Decline(c, who, id, in.Version, in.Denial)
	})
	does(v, "decide_on_spot", func(c ctx, who org.Actor, id string, in decisionBody) (approval.Ref, error) {
		return a.Approval.DecideOnSpot(c, who, id, in.Version, in.DecisionForm)
	})
	does(v, "grant_on_commitment", func(c ctx, who org.Actor, id string, in commitmentBody) (approval.Ref, error) {
		return a.Approval.GrantOnCommitment(c, who, id, in.Version, in.CommitmentForm)
	})
	does(v, "name_guide", func(c ctx, who org.Actor, id string, in assignBody) (approval.Ref, error) {
		return a.Approval.NameGuide(c, who, id, in.Version, in.Person)
	})
	does(v, "mark_urgent", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.MarkUrgent(c, who, id, in.Version, in.Why)
	})
	does(v, "hurry", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.Hurry(c, who, id, in.Version, in.Why)
	})
}

// reviewingVerbs are those of the departments, from the registered hand-over to the decision. What a step wants, and who
// may end it, its kind decides.
func (a *api) reviewingVerbs(v caseVerbs) {
	type ctx = context.Context
	does(v, "hand_over", func(c ctx, who org.Actor, id string, in Versioned) (approval.Ref, error) {
		return a.Approval.HandOver(c, who, id, in.Version)
	})
	handle(a, operation{method: post, path: "/api/applications/{id}/finish-step", id: "finishStepApplication", summary: "完成当前环节", tag: applicationTag,
		needs: []org.Permission{org.ApplicationReview, org.ApplicationVerify}},
		func(c ctx, who org.Actor, in *onOrder[stepBody]) (approval.Ref, error) {
			return a.Approval.FinishStep(c, who, in.ID, in.Body.Version, in.Body.StepForm)
		})
	does(v, "send_back", func(c ctx, who org.Actor, id string, in sendBackBody) (approval.Ref, error) {
		return a.Approval.SendBack(c, who, id, in.Version, in.To, in.Why)
	})
	does(v, "add_signer", func(c ctx, who org.Actor, id string, in assignBody) (approval.Ref, error) {
		return a.Approval.AddSigner(c, who, id, in.Version, in.Person)
	})
	does(v, "assign", func(c ctx, who org.Actor, id string, in assignBody) (approval.Ref, error) {
		return a.Approval.Assign(c, who, id, in.Version, in.Person)
	})
	does(v, "countersign", func(c ctx, who org.Actor, id string, in countersignBody) (approval.Ref, error) {
		return a.Approval.Countersign(c, who, id, in.Version, in.Agrees, in.Opinion)
	})
	does(v, "decide", func(c ctx, who org.Actor, id string, in decisionBody) (approval.Ref, error) {
		return a.Approval.Decide(c, who, id, in.Version, in.DecisionForm)
	}, org.ApplicationSign)
	does(v, "start_special", func(c ctx, who org.Actor, id string, in specialBody) (approval.Ref, error) {
		return a.Approval.StartSpecial(c, who, id, in.Version, in.SpecialForm)
	})
	does(v, "end_special", func(c ctx, who org.Actor, id string, in endSpecialBody) (approval.Ref, error) {
		return a.Approval.EndSpecial(c, who, id, in.Version, in.Last, in.Result, in.Evidence)
	})
	does(v, "ask_extension", func(c ctx, who org.Actor, id string, in moreTimeBody) (approval.Ref, error) {
		return a.Approval.AskExtension(c, who, id, in.Version, in.ExtensionForm)
	})
	does(v, "rule_extension", func(c ctx, who org.Actor, id string, in grantBody) (approval.Ref, error) {
		return a.Approval.RuleExtension(c, who, id, in.Version, in.Grant, in.Why)
	})
	does(v, "tell_extension", func(c ctx, who org.Actor, id string, in howBody) (approval.Ref, error) {
		return a.Approval.TellExtension(c, who, id, in.Version, in.How)
	})
}

// endingVerbs are those of the issue desk and the cashier, and those that watch over all.
func (a *api) endingVerbs(v caseVerbs) {
	type ctx = context.Context
	does(v, "notify_ready", func(c ctx, who org.Actor, id string, in howBody) (approval.Ref, error) {
		return a.Approval.NotifyReady(c, who, id, in.Version, in.How)
	})
	does(v, "deliver", func(c ctx, who org.Actor, id string, in deliveryBody) (approval.Ref, error) {
		return a.Approval.Deliver(c, who, id, in.Version, in.DeliveryForm)
	})
	does(v, "register_fee", func(c ctx, who org.Actor, id string, in paymentBody) (approval.Ref, error) {
		return a.Approval.RegisterFee(c, who, id, in.Version, in.Payment)
	})
	does(v, "confirm_fee", func(c ctx, who org.Actor, id string, in feeBody) (approval.Ref, error) {
		return a.Approval.ConfirmFee(c, who, id, in.Version, in.Fee)
	})
	does(v, "refuse_fee", func(c ctx, who org.Actor, id string, in refuseFeeBody) (approval.Ref, error) {
		return a.Approval.RefuseFee(c, who, id, in.Version, in.Fee, in.Why)
	})
	does(v, "rule_overdue", func(c ctx, who org.Actor, id string, in overdueBody) (approval.Ref, error) {
		return a.Approval.RuleOverdue(c, who, id, in.Version, in.Ruling, in.Why)
	})
	does(v, "account", func(c ctx, who org.Actor, id string, in breachBody) (approval.Ref, error) {
		return a.Approval.HoldToAccount(c, who, id, in.Version, in.AccountForm)
	})
	does(v, "explain_delay", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.ExplainDelay(c, who, id, in.Version, in.Why)
	})
	does(v, "urge", func(c ctx, who org.Actor, id string, in noteBody) (approval.Ref, error) {
		return a.Approval.Urge(c, who, id, in.Version, in.Note)
	})
	does(v, "note", func(c ctx, who org.Actor, id string, in textBody) (approval.Ref, error) {
		return a.Approval.Note(c, who, id, in.Version, in.Text)
	})
}

// opinionVerbs are on the case of one asked department.
func (a *api) opinionVerbs() {
	type ctx = context.Context
	v := caseVerbs{a, "/api/opinions", "Opinion", applicationTag, []*casework.Flow{approval.OpinionFlow}}
	does(v, "sign_for", func(c ctx, who org.Actor, id string, in Versioned) (approval.Ref, error) {
		return a.Approval.SignForOpinion(c, who, id, in.Version)
	})
	does(v, "give", func(c ctx, who org.Actor, id string, in stanceBody) (approval.Ref, error) {
		return a.Approval.GiveOpinion(c, who, id, in.Version, in.Stance, in.Text)
	})
	does(v, "report_delay", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.ReportDelay(c, who, id, in.Version, in.Why)
	})
	does(v, "deem", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.DeemConsent(c, who, id, in.Version, in.Why)
	})
}

// checkVerbs are on the case of the check after a licence by commitment.
func (a *api) checkVerbs() {
	type ctx = context.Context
	v := caseVerbs{a, "/api/checks", "", applicationTag, []*casework.Flow{approval.CheckFlow}}
	does(v, "pass_check", func(c ctx, who org.Actor, id string, in checkBody) (approval.Ref, error) {
		return a.Approval.PassCheck(c, who, id, in.Version, in.CheckForm)
	})
	does(v, "order_correction", func(c ctx, who org.Actor, id string, in checkBody) (approval.Ref, error) {
		return a.Approval.OrderCorrection(c, who, id, in.Version, in.CheckForm)
	})
	does(v, "revoke_on_check", func(c ctx, who org.Actor, id string, in revokeCheckBody) (approval.Ref, error) {
		return a.Approval.RevokeOnCheck(c, who, id, in.Version, in.CheckForm, in.Basis, in.Remedies)
	})
}
