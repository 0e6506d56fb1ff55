package approval

import (
	"huying/internal/casework"
	"huying/internal/org"
)

// BundleFlowName and ProjectFlowName name the flows of what holds several applications together.
const (
	BundleFlowName  = "approval.bundle"
	ProjectFlowName = "approval.project"
)

// The states of a bundle and of a project.
const (
	Together = "together"
	Finished = "finished"
	Broken   = "broken"
)

var together = []string{Together}

// members are the offices that have a part in a bundle or project: its lead and those that handle its parts.
var members = casework.Stake{Table: "application_members", Columns: []string{"dept_path"}}

// BundleFlow is the life of a theme of linked items (一件事): one form, one set of materials, and each item's application
// opens when those before it are granted (CAT-30, APP-16).
var BundleFlow = &casework.Flow{
	Name:  BundleFlowName,
	Label: "一件事",
	View:  org.ApplicationView,
	Stake: members,
	States: []casework.State{
		{Name: Together, Label: "联合办理中", Meter: MeterHandling},
		{Name: Finished, Label: "已办结", Final: true},
		{Name: Broken, Label: "部分未准予", Final: true},
	},
	Actions: []casework.Action{
		{Name: "submit_bundle", Label: "网上联合申请", To: together, By: casework.Public, Rule: "APP-16"},
		{Name: "take_bundle", Label: "窗口联合收件", To: together, By: org.ApplicationTake, Rule: "APP-16"},
		{Name: "advance", Label: "办理进展", From: together, By: casework.System, Rule: "APP-21"},
		{Name: "finish", Label: "全部办结", From: together, To: []string{Finished, Broken}, By: casework.System, Rule: "APP-16"},
		{Name: "extend_joint", Label: "批准延长联合办理期限", From: together, By: org.ApplicationExtend, Rule: "TIME-08"},
		{Name: "guide_joint", Label: "指定引导人员", From: together, By: org.ProjectGuide, Rule: "APP-23"},
		{Name: "urge_member", Label: "催办成员部门", From: together, By: org.JointCoordinate, Rule: "APP-21"},
		{Name: "log_issue", Label: "登记协调事项", From: together, By: org.JointCoordinate, Rule: "APP-21"},
		{Name: "settle_issue", Label: "协调事项办结", From: together, By: org.JointCoordinate, Rule: "APP-21"},
		{Name: "hold_member", Label: "督办问责", From: together, By: org.ApplicationSupervise, Rule: "APP-21"},
		{Name: "pause_joint", Label: "联合办理暂停计时", From: together, By: casework.System, Rule: "TIME-10"},
		{Name: "resume_joint", Label: "联合办理恢复计时", From: together, By: casework.System, Rule: "TIME-10"},
		{Name: "overdue_joint", Label: "联合办理超时", From: together, By: casework.System, Rule: "TIME-12"},
	},
}

// ProjectFlow is the life of an investment project: its permits by stage, each an application of its own, an agent body that
// follows it, and what has to be settled on the way (PRJ-01, PRJ-07).
var ProjectFlow = &casework.Flow{
	Name:  ProjectFlowName,
	Label: "投资项目",
	View:  org.ApplicationView,
	Stake: members,
	States: []casework.State{
		{Name: Together, Label: "审批中", Meter: MeterHandling},
		{Name: Finished, Label: "审批完成", Final: true},
		{Name: Broken, Label: "已终止", Final: true},
	},
	Actions: []casework.Action{
		{Name: "open_project", Label: "项目登记", To: together, By: org.ProjectGuide, Rule: "PRJ-07"},
		{Name: "apply_permit", Label: "申报审批事项", From: together, By: org.ProjectGuide, Rule: "PRJ-09"},
		{Name: "set_stage", Label: "更新阶段", From: together, By: org.ProjectGuide, Rule: "PRJ-03"},
		{Name: "log_issue", Label: "登记协调事项", From: together, By: org.JointCoordinate, Rule: "PRJ-13"},
		{Name: "settle_issue", Label: "协调事项办结", From: together, By: org.JointCoordinate, Rule: "PRJ-13"},
		{Name: "change_agent", Label: "变更代办人员", From: together, By: org.ProjectGuide, Rule: "PRJ-07"},
		{Name: "advance", Label: "审批进展", From: together, By: casework.System, Rule: "APP-21"},
		{Name: "finish", Label: "全部审批完成", From: together, To: []string{Finished, Broken}, By: casework.System, Rule: "PRJ-06"},
		{Name: "stop_project", Label: "终止项目", From: together, To: []string{Broken}, By: org.ProjectGuide, Rule: "PRJ-09"},
		{Name: "extend_joint", Label: "批准延长联合审批期限", From: together, By: org.ApplicationExtend, Rule: "TIME-08"},
		{Name: "urge_member", Label: "催办成员部门", From: together, By: org.JointCoordinate, Rule: "APP-21"},
		{Name: "hold_member", Label: "督办问责", From: together, By: org.ApplicationSupervise, Rule: "APP-21"},
		{Name: "pause_joint", Label: "联合办理暂停计时", From: together, By: casework.System, Rule: "TIME-10"},
		{Name: "resume_joint", Label: "联合办理恢复计时", From: together, By: casework.System, Rule: "TIME-10"},
		{Name: "overdue_joint", Label: "联合审批超时", From: together, By: casework.System, Rule: "PRJ-06"},
	},
}
