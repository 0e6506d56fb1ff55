package org

// The permissions on the organisation, the roster and the system.
const (
	DutyView       Permission = "duty.view"
	DutySign       Permission = "duty.sign"
	DutyHandover   Permission = "duty.handover"
	DutyRosterEdit Permission = "duty.roster.edit"
	DutyPatrol     Permission = "duty.patrol"
	DutySit        Permission = "duty.sit"
	DutyInspect    Permission = "duty.inspect"
	DutyAttend     Permission = "duty.attend"
	DutyOnsite     Permission = "duty.onsite"
	DutyDrill      Permission = "duty.drill"
	EquipmentView  Permission = "equipment.view"
	EquipmentEdit  Permission = "equipment.edit"
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
	PermissionDef{DutyPatrol, "记录大厅巡查", []Role{DutyLeader}},
	PermissionDef{DutySit, "记录领导坐班", []Role{Leader}},
	PermissionDef{DutyInspect, "记录作风督查", []Role{Inspector}},
	PermissionDef{DutyAttend, "记录带班和值日到岗", []Role{Head, Leader, DutyLeader, Duty, Revisitor, Clerk, Issuer, Chief}},
	PermissionDef{DutyOnsite, "记录窗口现场办公", []Role{Head}},
	PermissionDef{DutyDrill, "组织拉练、登记到场", []Role{DutyLeader, Leader}},
)

var _ = Declare("热线设备",
	PermissionDef{EquipmentView, "查看热线专用设备", []Role{Admin, Head, Leader, Inspector, Arbiter}},
	PermissionDef{EquipmentEdit, "登记本单位热线专用设备", []Role{Admin, Head}},
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
