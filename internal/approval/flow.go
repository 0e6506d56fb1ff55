package approval

import (
	"slices"

	"huying/internal/casework"
	"huying/internal/org"
)

// The states of an application (appendix E).
const (
	Submitted  = "submitted"
	Correcting = "correcting"
	Reviewing  = "reviewing"
	Decided    = "decided"
	Declining  = "declining"
	Delivered  = "delivered"
	Declined   = "declined"
	Withdrawn  = "withdrawn"
	Lapsed     = "lapsed"
)

// FlowName, OpinionFlowName and CheckFlowName name the flows of applications and of what hangs on them.
const (
	FlowName        = "approval.application"
	OpinionFlowName = "approval.opinion"
	CheckFlowName   = "approval.check"
)

var (
	underWay  = []string{Submitted, Correcting, Reviewing, Decided, Declining}
	anyTime   = append(slices.Clone(underWay), Delivered, Declined, Withdrawn, Lapsed)
	reviewing = []string{Reviewing}
	charging  = []string{Submitted, Reviewing, Decided, Delivered}
)

// Flow is the life of an application from its receipt to its delivery. The steps between acceptance and decision are the
// item's own plan: it is walked inside the state reviewing.
var Flow = &casework.Flow{
	Name:  FlowName,
	Label: "办件",
	View:  org.ApplicationView,
	Stake: casework.Stake{Table: "applications", Columns: []string{"dept_path", "window_path"}, Opened: "received_at"},
	States: []casework.State{
		{Name: Submitted, Label: "待受理", Meter: MeterAccept},
		{Name: Correcting, Label: "待补正", Meter: MeterCorrect},
		{Name: Reviewing, Label: "审查中", Meter: MeterHandling},
		{Name: Decided, Label: "已决定待送达", Meter: MeterHandling},
		{Name: Declining, Label: "待送达告知书", Meter: MeterAccept},
		{Name: Delivered, Label: "已送达", Final: true},
		{Name: Declined, Label: "不予受理", Final: true},
		{Name: Withdrawn, Label: "已撤回", Final: true},
		{Name: Lapsed, Label: "逾期未补正", Final: true},
	},
	Actions: []casework.Action{
		{Name: "submit", Label: "网上申请", To: []string{Submitted}, By: casework.Public, Rule: "APP-07"},
		{Name: "take", Label: "窗口收件", To: []string{Submitted}, By: org.ApplicationTake, Rule: "APP-10"},
		{Name: "import", Label: "导入历史办件", To: []string{Delivered}, By: org.ImportRun, Rule: "APP-42"},
		{Name: "accept", Label: "受理", From: []string{Submitted}, To: []string{Reviewing}, By: org.ApplicationAccept, Rule: "APP-02"},
		{Name: "deem_accepted", Label: "逾期未告知视为受理", From: []string{Submitted}, To: []string{Reviewing}, By: casework.System, Rule: "TIME-14"},
		{Name: "correct", Label: "一次性告知补正", From: []string{Submitted}, To: []string{Correcting}, By: org.ApplicationAccept, Rule: "APP-03"},
		{Name: "correct_again", Label: "批准再次告知补正", From: []string{Submitted}, To: []string{Correcting}, By: org.ApplicationSupervise, Rule: "APP-03"},
		{Name: "supplement", Label: "网上补正", From: []string{Correcting}, To: []string{Submitted}, By: casework.Public, Rule: "TIME-03"},
		{Name: "take_supplement", Label: "窗口收取补正材料", From: []string{Correcting}, To: []string{Submitted}, By: org.ApplicationTake, Rule: "TIME-03"},
		{Name: "decline", Label: "不予受理", From: []string{Submitted}, To: []string{Declining}, By: org.ApplicationAccept, Rule: "TIME-05"},
		{Name: "decide_on_spot", Label: "当场办结", From: []string{Submitted}, To: []string{Decided}, By: org.ApplicationSign, Rule: "TIME-38"},
		{Name: "grant_on_commitment", Label: "告知承诺当场发证", From: []string{Submitted}, To: []string{Decided}, By: org.ApplicationSign, Rule: "APP-14"},
		{Name: "hand_over", Label: "交接登记", From: reviewing, By: org.ApplicationReview, Rule: "TIME-04"},
		{Name: "review", Label: "审查", From: reviewing, By: org.ApplicationReview, Rule: "APP-01"},
		{Name: "verify", Label: "核准", From: reviewing, By: org.ApplicationVerify, Rule: "APP-13"},
		{Name: "check", Label: "实质核查", From: reviewing, By: org.ApplicationReview, Rule: "APP-33"},
		{Name: "survey", Label: "现场踏勘", From: reviewing, By: org.ApplicationReview, Rule: "APP-33"},
		{Name: "publish", Label: "公示", From: reviewing, By: org.ApplicationReview, Rule: "APP-33"},
		{Name: "opinions", Label: "汇总部门意见", From: reviewing, By: org.ApplicationReview, Rule: "APP-16"},
		{Name: "meeting", Label: "会商", From: reviewing, By: org.ApplicationReview, Rule: "APP-18"},
		{Name: "superior", Label: "登记上级审批结果", From: reviewing, By: org.ApplicationReview, Rule: "TIME-17"},
		{Name: "send_back", Label: "退回前一环节", From: reviewing, By: org.ApplicationReview, Rule: "APP-01"},
		{Name: "add_signer", Label: "加签", From: reviewing, By: org.ApplicationReview, Rule: "APP-18"},
		{Name: "countersign", Label: "会签", From: reviewing, By: org.ApplicationReview, Rule: "APP-18"},
		{Name: "decide", Label: "作出决定", From: reviewing, To: []string{Decided}, By: org.ApplicationDecide, Rule: "APP-38"},
		{Name: "sign", Label: "按授权签批决定", From: reviewing, To: []string{Decided}, By: org.ApplicationSign, Rule: "ORG-05"},
		{Name: "start_special", Label: "启动特别程序", From: reviewing, By: org.ApplicationReview, Rule: "TIME-11"},
		{Name: "end_special", Label: "结束特别程序", From: reviewing, By: org.ApplicationReview, Rule: "TIME-10"},
		{Name: "ask_extension", Label: "申请延期", From: reviewing, By: org.ApplicationReview, Rule: "TIME-08"},
		{Name: "rule_extension", Label: "审批延期", From: reviewing, By: org.ApplicationExtend, Rule: "TIME-08"},
		{Name: "tell_extension", Label: "告知延期", From: reviewing, By: org.ApplicationReview, Rule: "TIME-09"},
		{Name: "fill_tolerated", Label: "补齐容缺材料", From: []string{Reviewing}, By: org.ApplicationTake, Rule: "TIME-03"},
		{Name: "send_tolerated", Label: "网上补齐容缺材料", From: []string{Reviewing}, By: casework.Public, Rule: "TIME-03"},
		{Name: "notify_ready", Label: "通知领取", From: []string{Decided}, By: org.ApplicationDeliver, Rule: "GAP-45"},
		{Name: "deliver", Label: "送达", From: []string{Decided, Declining}, To: []string{Delivered, Declined}, By: org.ApplicationDeliver, Rule: "TIME-16"},
		{Name: "register_fee", Label: "登记缴款", From: charging, By: org.ApplicationFee, Rule: "ORG-25"},
		{Name: "pay", Label: "网上登记缴款", From: charging, By: casework.Public, Rule: "ORG-25"},
		{Name: "tell_renewal", Label: "告知证照到期", From: []string{Decided, Delivered}, By: casework.System, Rule: "APP-07"},
		{Name: "revoke", Label: "撤销证照", From: []string{Decided, Delivered}, By: org.CertificateRevoke, Rule: "APP-14"},
		{Name: "confirm_fee", Label: "核对到账", From: anyTime, By: org.ApplicationFeeConfirm, Rule: "ORG-23"},
		{Name: "refuse_fee", Label: "退回缴款登记", From: anyTime, By: org.ApplicationFeeConfirm, Rule: "ORG-23"},
		{Name: "withdraw", Label: "撤回申请", From: []string{Submitted, Correcting, Reviewing}, To: []string{Withdrawn}, By: casework.Public, Rule: "APP-08"},
		{Name: "take_withdrawal", Label: "窗口受理撤回", From: []string{Submitted, Correcting, Reviewing}, To: []string{Withdrawn}, By: org.ApplicationTake, Rule: "APP-08"},
		{Name: "lapse", Label: "逾期未补正终止", From: []string{Correcting, Reviewing}, To: []string{Lapsed}, By: casework.System, Rule: "APP-03"},
		{Name: "name_guide", Label: "指定引导人员", From: []string{Submitted, Reviewing}, By: org.ApplicationAccept, Rule: "APP-23"},
		{Name: "mark_urgent", Label: "列为特急件", From: []string{Submitted}, By: org.ApplicationAccept, Rule: "TIME-07"},
		{Name: "assign", Label: "指定承办人", From: reviewing, By: org.ApplicationReview, Rule: "TIME-41"},
		{Name: "account", Label: "问责登记", From: anyTime, By: org.ApplicationSupervise, Rule: "TIME-42"},
		{Name: "hurry", Label: "列入绿色通道", From: []string{Submitted}, By: org.ApplicationAccept, Rule: "APP-24"},
		{Name: "prompt", Label: "临期提示", From: underWay, By: casework.System, Rule: "GAP-07"},
		{Name: "overdue", Label: "标记超时", From: underWay, By: casework.System, Rule: "TIME-12"},
		{Name: "rule_overdue", Label: "认定超时", From: anyTime, By: org.ApplicationSupervise, Rule: "TIME-12"},
		{Name: "explain_delay", Label: "说明延误原因", From: []string{Reviewing, Decided, Declining}, By: org.ApplicationReview, Rule: "TIME-43"},
		{Name: "urge", Label: "督促办理", From: underWay, By: org.ApplicationUrge, Rule: "ORG-05"},
		{Name: "citizen_urge", Label: "申请人催办", From: underWay, By: casework.Public, Rule: "APP-08"},
		{Name: "feedback", Label: "申请人反馈意见", From: underWay, By: casework.Public, Rule: "APP-08"},
		{Name: "reprint", Label: "补打文书", From: anyTime, By: org.ApplicationTake, Rule: "APP-42"},
		{Name: "note", Label: "内部备注", From: underWay, By: org.ApplicationView, Rule: "APP-42"},
		{Name: "attach", Label: "添加附件", From: underWay, By: org.ApplicationView, Rule: "APP-42"},
	},
}

// The states of an asked opinion.
const (
	Asked   = "asked"
	Giving  = "giving"
	Given   = "given"
	Deemed  = "deemed"
	Dropped = "dropped"
)

// OpinionFlow is the life of one department's opinion on an application, a case of its own with its own meter (APP-17).
var OpinionFlow = &casework.Flow{
	Name:  OpinionFlowName,
	Label: "部门意见",
	View:  org.ApplicationView,
	States: []casework.State{
		{Name: Asked, Label: "待签收", Meter: MeterSign},
		{Name: Giving, Label: "办理中", Meter: MeterOpinion},
		{Name: Given, Label: "已出具", Final: true},
		{Name: Deemed, Label: "视为同意", Final: true},
		{Name: Dropped, Label: "已撤销", Final: true},
	},
	Actions: []casework.Action{
		{Name: "ask", Label: "征求意见", To: []string{Asked}, By: casework.System, Rule: "APP-17"},
		{Name: "sign_for", Label: "交接登记", From: []string{Asked}, To: []string{Giving}, By: org.ApplicationOpinion, Rule: "TIME-04"},
		{Name: "give", Label: "出具意见", From: []string{Giving}, To: []string{Given}, By: org.ApplicationOpinion, Rule: "APP-17"},
		{Name: "report_delay", Label: "报告延误", From: []string{Asked, Giving}, By: org.ApplicationOpinion, Rule: "TIME-29"},
		{Name: "miss", Label: "提示可视为同意", From: []string{Asked, Giving}, By: casework.System, Rule: "TIME-29"},
		{Name: "deem", Label: "确认视为同意", From: []string{Asked, Giving}, To: []string{Deemed}, By: org.ApplicationSupervise, Rule: "GAP-21"},
		{Name: "drop", Label: "撤销征求", From: []string{Asked, Giving}, To: []string{Dropped}, By: casework.System, Rule: "APP-17"},
	},
}

// The states of a later check.
const (
	CheckDue        = "due"
	CheckCorrecting = "correcting"
	CheckPassed     = "passed"
	CheckRevoked    = "revoked"
)

// CheckFlow is the mandatory check after a licence by commitment (APP-14).
var CheckFlow = &casework.Flow{
	Name:  CheckFlowName,
	Label: "批后核查",
	View:  org.ApplicationView,
	States: []casework.State{
		{Name: CheckDue, Label: "待核查", Meter: MeterCheck},
		{Name: CheckCorrecting, Label: "限期整改", Meter: MeterCorrect},
		{Name: CheckPassed, Label: "核查通过", Final: true},
		{Name: CheckRevoked, Label: "已撤销证照", Final: true},
	},
	Actions: []casework.Action{
		{Name: "open_check", Label: "列入批后核查", To: []string{CheckDue}, By: casework.System, Rule: "APP-14"},
		{Name: "pass_check", Label: "核查通过", From: []string{CheckDue, CheckCorrecting}, To: []string{CheckPassed}, By: org.ApplicationReview, Rule: "APP-14"},
		{Name: "order_correction", Label: "责令限期整改", From: []string{CheckDue}, To: []string{CheckCorrecting}, By: org.ApplicationReview, Rule: "APP-14"},
		{Name: "revoke_on_check", Label: "撤销证照", From: []string{CheckDue, CheckCorrecting}, To: []string{CheckRevoked}, By: org.CertificateRevoke, Rule: "APP-14"},
		{Name: "remind_check", Label: "核查超期提示", From: []string{CheckDue, CheckCorrecting}, By: casework.System, Rule: "APP-14"},
	},
}
