package org

// The permissions on orders (工单). The verbs that check them live in the hotline and in the kernel; they are declared
// here because several packages share them.
const (
	OrderView             Permission = "order.view"
	OrderRegister         Permission = "order.register"
	OrderDispatch         Permission = "order.dispatch"
	OrderSign             Permission = "order.sign"
	OrderReassign         Permission = "order.reassign"
	OrderReturn           Permission = "order.return"
	OrderRule             Permission = "order.rule"
	OrderExtendAsk        Permission = "order.extend.ask"
	OrderExtendApprove    Permission = "order.extend.approve"
	OrderReply            Permission = "order.reply"
	OrderReviewLegal      Permission = "order.review.legal"
	OrderSignoff          Permission = "order.signoff"
	OrderDecide           Permission = "order.decide"
	OrderConclude         Permission = "order.conclude"
	OrderUrge             Permission = "order.urge"
	OrderSupervise        Permission = "order.supervise"
	OrderNotice           Permission = "order.notice"
	OrderRevisit          Permission = "order.revisit"
	OrderRedo             Permission = "order.redo"
	OrderArchive          Permission = "order.archive"
	OrderEmergencyConsent Permission = "order.emergency.consent"
	OrderCode             Permission = "order.code"
	CircularTask          Permission = "circular.task"
	FeedbackTake          Permission = "feedback.take"
	FeedbackRead          Permission = "feedback.read"
	FeedbackAnswer        Permission = "feedback.answer"
	PersonUnmask          Permission = "person.unmask"
	StatsView             Permission = "stats.view"
	StatsExport           Permission = "stats.export"
)

// inCharge are the permissions of the department whose turn it is: nobody else signs for the order, names who handles it,
// answers the citizen, returns it or asks for more time in its name (HOT-20, HOT-38, HOT-48, HOT-61, HOT-63, HOT-86).
var inCharge = map[Permission]bool{OrderSign: true, OrderReassign: true, OrderReturn: true, OrderExtendAsk: true, OrderReply: true}

var _ = Declare("工单",
	PermissionDef{OrderView, "查看工单", []Role{Operator, Dispatcher, Handler, Head, Revisitor, Arbiter, Inspector, Legal, Leader, Duty, DutyLeader}},
	PermissionDef{OrderRegister, "登记诉求", []Role{Operator, Dispatcher, Revisitor, Duty}},
	PermissionDef{OrderDispatch, "派发工单", []Role{Operator, Dispatcher, Revisitor, Arbiter}},
	PermissionDef{OrderSign, "签收工单", []Role{Handler, Head, Revisitor, Duty}},
	PermissionDef{OrderReassign, "指定承办人", []Role{Head, Revisitor, Leader}},
	PermissionDef{OrderReturn, "申请退单", []Role{Handler, Head, Revisitor}},
	PermissionDef{OrderRule, "裁定退单", []Role{Arbiter}},
	PermissionDef{OrderExtendAsk, "申请延期", []Role{Handler, Head, Revisitor}},
	PermissionDef{OrderExtendApprove, "审批延期", []Role{Arbiter}},
	PermissionDef{OrderReply, "答复群众", []Role{Operator, Handler, Head, Revisitor}},
	PermissionDef{OrderReviewLegal, "法规审查", []Role{Legal}},
	PermissionDef{OrderSignoff, "签发答复", []Role{Head, Leader}},
	PermissionDef{OrderDecide, "领导小组决定", []Role{Leader}},
	PermissionDef{OrderConclude, "审结工单", []Role{Revisitor, Arbiter}},
	PermissionDef{OrderUrge, "催办", []Role{Operator, Dispatcher, Revisitor, Arbiter, Inspector}},
	PermissionDef{OrderSupervise, "督办", []Role{Arbiter, Inspector, Leader}},
	PermissionDef{OrderNotice, "发出行政监察通知书", []Role{Inspector}},
	PermissionDef{OrderRevisit, "回访", []Role{Operator, Revisitor, Arbiter}},
	PermissionDef{OrderRedo, "责令重新办理", []Role{Arbiter}},
	PermissionDef{OrderArchive, "归档", []Role{Revisitor, Arbiter}},
	PermissionDef{OrderEmergencyConsent, "同意应急处置", []Role{DutyLeader, Leader}},
	PermissionDef{OrderCode, "换发查询码", []Role{Operator, Revisitor, Arbiter}},
	PermissionDef{CircularTask, "查看和完成通报任务", []Role{Handler, Head}},
	PermissionDef{FeedbackTake, "登记对服务的意见", []Role{Operator, Revisitor}},
	PermissionDef{FeedbackRead, "查看对服务的意见", []Role{Arbiter, Leader}},
	PermissionDef{FeedbackAnswer, "答复对服务的意见", []Role{Arbiter}},
	PermissionDef{PersonUnmask, "查看诉求人完整信息", []Role{Operator, Handler, Head, Revisitor, Arbiter, Duty}},
)

var _ = Declare("统计",
	PermissionDef{StatsView, "查看统计", []Role{Dispatcher, Head, Revisitor, Arbiter, Inspector, Leader}},
	PermissionDef{StatsExport, "导出统计", []Role{Arbiter, Inspector, Leader}},
)
