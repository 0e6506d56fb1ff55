package org

// The permissions on the organisation, the roster and the system.
const (
	DutyView       Permission = "duty.view"
	DutySign       Permission = "duty.sign"
	DutyHandover   Permission = "duty.handover"
	DutyRosterEdit Permission = "duty.roster.edit"
	AdminTree      Permission = "admin.tree"
	AdminPeople    Permission = "admin.people"
	AdminPolicy    Permission = "admin.policy"
	AdminCalendar  Permission = "admin.calendar"
	AdminRouting   Permission = "admin.routing"
	AdminOutbox    Permission = "admin.outbox"
	AuditView      Permission = "audit.view"
	ImportRun      Permission = "import.run"
)

var _ = Declare("值班",
	PermissionDef{DutyView, "查看值班表", []Role{Operator, Dispatcher, Handler, Head, Revisitor, Arbiter, Inspector, Leader, Duty, DutyLeader}},
	PermissionDef{DutySign, "值班签到和夜间查看", []Role{Duty, DutyLeader}},
	PermissionDef{DutyHandover, "值班交接", []Role{Duty, DutyLeader, Revisitor}},
	PermissionDef{DutyRosterEdit, "编排值班表", []Role{Head, Revisitor, DutyLeader, Leader}},
)

var _ = Declare("系统管理",
	PermissionDef{AdminTree, "维护区域和部门", []Role{Admin}},
	PermissionDef{AdminPeople, "维护人员和授权", []Role{Admin}},
	PermissionDef{AdminPolicy, "维护参数", []Role{Admin}},
	PermissionDef{AdminCalendar, "维护工作日历", []Role{Admin}},
	PermissionDef{AdminRouting, "维护派单规则", []Role{Admin, Dispatcher}},
	PermissionDef{AdminOutbox, "查看并重发外发消息", []Role{Admin}},
	PermissionDef{AuditView, "查阅操作记录", []Role{Auditor}},
	PermissionDef{ImportRun, "导入数据", []Role{Admin}},
)
