package hotline

import (
	"huying/internal/casework"
	"huying/internal/org"
)

// The states of an order (appendix E).
const (
	Submitted  = "submitted"
	Registered = "registered"
	Dispatched = "dispatched"
	Handling   = "handling"
	Returning  = "returning"
	Reviewing  = "reviewing"
	SigningOff = "signing_off"
	Replied    = "replied"
	GivenBack  = "given_back"
	Concluded  = "concluded"
	Disputed   = "disputed"
	Escalated  = "escalated"
	Closable   = "closable"
	Archived   = "archived"
	Answered   = "answered"
	Refused    = "refused"
	Redirected = "redirected"
	History    = "history"
)

// FlowName and AssistFlowName name the two flows of the hotline.
const (
	FlowName       = "hotline.order"
	AssistFlowName = "hotline.assist"
)

var underWay = []string{Submitted, Registered, Dispatched, Handling, Returning, Reviewing, SigningOff, Replied, GivenBack, Concluded, Disputed, Escalated, Closable}
var withDepartment = []string{Dispatched, Handling, Returning, Reviewing, SigningOff}

// Flow is the life of a hotline order from the call to the archive.
var Flow = &casework.Flow{
	Name:  FlowName,
	Label: "热线工单",
	View:  org.OrderView,
	States: []casework.State{
		{Name: Submitted, Label: "待受理", Meter: MeterAccept},
		{Name: Registered, Label: "待派单", Meter: MeterDispatch},
		{Name: Dispatched, Label: "待签收", Meter: MeterSign},
		{Name: Handling, Label: "办理中", Meter: MeterHandling},
		{Name: Returning, Label: "退单待裁定", Meter: MeterHandling},
		{Name: Reviewing, Label: "待法规审查", Meter: MeterHandling},
		{Name: SigningOff, Label: "待领导签发", Meter: MeterHandling},
		{Name: Replied, Label: "已答复待交还", Meter: MeterGiveBack},
		{Name: GivenBack, Label: "待登记办结", Meter: MeterRevisit},
		{Name: Concluded, Label: "待回访", Meter: MeterRevisit},
		{Name: Disputed, Label: "未满意待核定"},
		{Name: Escalated, Label: "领导小组研究"},
		{Name: Closable, Label: "待归档"},
		{Name: Archived, Label: "已归档", Final: true},
		{Name: Answered, Label: "已直接答复", Final: true},
		{Name: Refused, Label: "不予受理", Final: true},
		{Name: Redirected, Label: "已告知去向", Final: true},
		{Name: History, Label: "历史件", Final: true},
	},
	Actions: []casework.Action{
		{Name: "register", Label: "登记", To: []string{Registered, Answered, Refused, Redirected}, By: org.OrderRegister, Rule: "HOT-97"},
		{Name: "submit", Label: "网上提交", To: []string{Submitted}, By: casework.Public, Rule: "HOT-83"},
		{Name: "import", Label: "导入历史件", To: []string{History}, By: org.ImportRun, Rule: "HOT-37"},
		{Name: "accept", Label: "受理", From: []string{Submitted}, To: []string{Registered, Answered, Refused, Redirected}, By: org.OrderRegister, Rule: "HOT-83"},
		{Name: "classify", Label: "更正分类", From: []string{Registered, Dispatched, Handling}, By: org.OrderDispatch, Rule: "HOT-03"},
		{Name: "dispatch", Label: "派单", From: []string{Registered}, To: []string{Dispatched}, By: org.OrderDispatch, Rule: "HOT-47"},
		{Name: "consent", Label: "同意应急处置", From: []string{Dispatched}, By: org.OrderEmergencyConsent, Rule: "DUTY-01"},
		{Name: "sign", Label: "签收", From: []string{Dispatched}, To: []string{Handling}, By: org.OrderSign, Rule: "HOT-48"},
		{Name: "assign", Label: "指定承办人", From: []string{Dispatched, Handling}, By: org.OrderReassign, Rule: "HOT-86"},
		{Name: "involve", Label: "增加协办部门", From: []string{Dispatched, Handling}, By: org.OrderDispatch, Rule: "HOT-72"},
		{Name: "return", Label: "申请退单", From: []string{Dispatched, Handling}, To: []string{Returning}, By: org.OrderReturn, Rule: "HOT-38"},
		{Name: "rule_return", Label: "裁定退单", From: []string{Returning}, To: []string{Dispatched, Handling}, By: org.OrderRule, Rule: "HOT-38"},
		{Name: "ask_extension", Label: "申请延期", From: []string{Handling}, By: org.OrderExtendAsk, Rule: "HOT-61"},
		{Name: "rule_extension", Label: "审批延期", From: []string{Handling}, By: org.OrderExtendApprove, Rule: "HOT-62"},
		{Name: "tell_extension", Label: "告知延期", From: []string{Handling}, By: org.OrderReply, Rule: "HOT-62"},
		{Name: "propose_reply", Label: "报审答复", From: []string{Handling}, To: []string{Reviewing}, By: org.OrderReply, Rule: "HOT-30"},
		{Name: "review", Label: "法规审查", From: []string{Reviewing}, To: []string{SigningOff, Handling}, By: org.OrderReviewLegal, Rule: "HOT-30"},
		{Name: "sign_off", Label: "签发答复", From: []string{SigningOff}, To: []string{Handling}, By: org.OrderSignoff, Rule: "HOT-75"},
		{Name: "reply", Label: "答复诉求人", From: []string{Handling}, To: []string{Replied}, By: org.OrderReply, Rule: "HOT-63"},
		{Name: "give_back", Label: "交还工单", From: []string{Replied}, To: []string{GivenBack}, By: org.OrderReply, Rule: "HOT-64"},
		{Name: "conclude", Label: "登记办结", From: []string{GivenBack}, To: []string{Concluded}, By: org.OrderConclude, Rule: "HOT-65"},
		{Name: "file", Label: "备案回执", From: []string{Concluded, Disputed, Escalated, Closable, Dispatched, Handling, Returning, Reviewing, SigningOff, Replied, GivenBack}, By: casework.System, Rule: "HOT-65"},
		{Name: "revisit", Label: "回访", From: []string{Concluded}, To: []string{Concluded, Closable, Disputed}, By: org.OrderRevisit, Rule: "HOT-67"},
		{Name: "rate", Label: "群众评价", From: []string{Concluded}, To: []string{Closable, Disputed}, By: casework.Public, Rule: "HOT-67"},
		{Name: "redo", Label: "发回重办", From: []string{Disputed}, To: []string{Handling}, By: org.OrderRedo, Rule: "HOT-68"},
		{Name: "escalate", Label: "提请领导小组研究", From: []string{Disputed}, To: []string{Escalated}, By: org.OrderRule, Rule: "GAP-10"},
		{Name: "decide", Label: "领导小组决定", From: []string{Escalated}, To: []string{Handling, Closable}, By: org.OrderDecide, Rule: "HOT-22"},
		{Name: "close_explained", Label: "同意解释办结", From: []string{Disputed}, To: []string{Closable}, By: org.OrderRule, Rule: "GAP-10"},
		{Name: "archive", Label: "审结归档", From: []string{Closable}, To: []string{Archived}, By: org.OrderArchive, Rule: "HOT-70"},
		{Name: "urge", Label: "催办", From: withDepartment, By: org.OrderUrge, Rule: "HOT-51"},
		{Name: "prompt_urge", Label: "临期提示催办", From: withDepartment, By: casework.System, Rule: "HOT-51"},
		{Name: "issue_urge", Label: "发出催办通知书", From: withDepartment, By: casework.System, Rule: "HOT-52"},
		{Name: "notice_due", Label: "提示应发监察通知书", From: withDepartment, By: casework.System, Rule: "HOT-54"},
		{Name: "issue_notice", Label: "下达行政监察通知书", From: withDepartment, By: org.OrderNotice, Rule: "HOT-54"},
		{Name: "explain", Label: "报告延误原因", From: withDepartment, By: org.OrderReply, Rule: "HOT-34"},
		{Name: "supervise", Label: "跟踪督办", From: underWay, By: org.OrderSupervise, Rule: "HOT-53"},
		{Name: "to_head", Label: "交主要负责人包案", From: withDepartment, By: org.OrderSupervise, Rule: "HOT-09"},
		{Name: "account", Label: "问责登记", From: underWay[2:], By: org.OrderNotice, Rule: "HOT-35"},
		{Name: "remind", Label: "超时提醒", From: underWay, By: casework.System, Rule: "HOT-88"},
		{Name: "log_emergency", Label: "应急处置记录", From: []string{Dispatched, Handling, Replied}, By: org.OrderReply, Rule: "HOT-76"},
		{Name: "flag", Label: "标记重要或重大", From: underWay, By: org.OrderDispatch, Rule: "HOT-75"},
		{Name: "group", Label: "并案", From: underWay, By: org.OrderDispatch, Rule: "HOT-09"},
		{Name: "note", Label: "内部备注", From: underWay, By: org.OrderView, Rule: "AUD-10"},
		{Name: "attach", Label: "添加附件", From: underWay, By: org.OrderView, Rule: "AUD-10"},
		{Name: "renew_code", Label: "换发查询码", From: underWay, By: org.OrderCode, Rule: "AUD-07"},
		{Name: "supplement", Label: "诉求人补充材料", From: underWay, By: casework.Public, Rule: "AUD-10"},
		{Name: "citizen_urge", Label: "诉求人催办", From: underWay, By: casework.Public, Rule: "HOT-51"},
	},
}

// The states of an assisting task.
const (
	AssistAssigned = "assigned"
	AssistHandling = "handling"
	AssistDone     = "done"
	AssistDropped  = "dropped"
)

// AssistFlow is the life of an assisting department's part in an order: its own meter, its own reply (HOT-72).
var AssistFlow = &casework.Flow{
	Name:  AssistFlowName,
	Label: "协办任务",
	View:  org.OrderView,
	States: []casework.State{
		{Name: AssistAssigned, Label: "待签收", Meter: MeterHandling},
		{Name: AssistHandling, Label: "协办中", Meter: MeterHandling},
		{Name: AssistDone, Label: "已回复", Final: true},
		{Name: AssistDropped, Label: "已撤销", Final: true},
	},
	Actions: []casework.Action{
		{Name: "assign_assist", Label: "交办协办", To: []string{AssistAssigned}, By: org.OrderDispatch, Rule: "HOT-72"},
		{Name: "sign", Label: "签收", From: []string{AssistAssigned}, To: []string{AssistHandling}, By: org.OrderSign, Rule: "HOT-48"},
		{Name: "reply_assist", Label: "回复牵头部门", From: []string{AssistHandling}, To: []string{AssistDone}, By: org.OrderReply, Rule: "HOT-72"},
		{Name: "hasten", Label: "改按应急件时限", From: []string{AssistAssigned, AssistHandling}, By: casework.System, Rule: "HOT-57"},
		{Name: "drop", Label: "撤销协办", From: []string{AssistAssigned, AssistHandling}, To: []string{AssistDropped}, By: org.OrderRule, Rule: "HOT-38"},
		{Name: "remind", Label: "超时提醒", From: []string{AssistAssigned, AssistHandling}, By: casework.System, Rule: "HOT-88"},
	},
}
