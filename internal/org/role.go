package org

import "slices"

// Role is a named set of permissions. A person holds a role within a part of the department tree and a part of the
// region tree (see Grant).
type Role string

// The roles of appendix F that work on orders and on the system itself. Separate accounts have separate rights (HOT-20).
const (
	Operator   Role = "operator"
	Dispatcher Role = "dispatcher"
	Handler    Role = "handler"
	Head       Role = "head"
	Revisitor  Role = "revisitor"
	Arbiter    Role = "arbiter"
	Inspector  Role = "inspector"
	Legal      Role = "legal"
	Leader     Role = "leader"
	Duty       Role = "duty"
	DutyLeader Role = "dutyleader"
	Clerk      Role = "clerk"
	Reviewer   Role = "reviewer"
	Chief      Role = "chief"
	Issuer     Role = "issuer"
	Admin      Role = "admin"
	Auditor    Role = "auditor"
)

// The roles that keep the service catalogue: a change is drafted by one and reviewed by another, and a change of fees
// is examined by three offices (ORG-24).
const (
	Editor     Role = "editor"
	Cataloguer Role = "cataloguer"
	Finance    Role = "finance"
	Pricing    Role = "pricing"
)

// RoleInfo tells people what a role is: its Chinese name, other names in use for it, and one sentence of what it does.
type RoleInfo struct {
	Role  Role
	Name  string
	Alias string
	Does  string
	Rule  string
}

var roles = []RoleInfo{
	{Operator, "话务员", "", "接听来电，登记群众诉求，能当场答复的当场答复，并可转派工单。", "HOT-50"},
	{Dispatcher, "派单员", "", "审核已登记的诉求，按职责把工单派给承办单位。", "HOT-38"},
	{Handler, "承办人", "", "签收并办理派给本单位的工单，按时答复群众。", "HOT-20"},
	{Head, "部门负责人", "主要负责人", "对本部门工单直接负责，亲自办理或者指定专人办理。", "HOT-85"},
	{Revisitor, "服务大厅专员", "回访员", "在窗口服务大厅登记、呈批、分转、协调、催办、回访、审结、归档工单。", "HOT-27"},
	{Arbiter, "督查中心专员", "", "受理退单并裁定责任单位，审批延期，责令重新办理。", "HOT-62"},
	{Inspector, "监察室人员", "监督室人员", "督办全部咨询、投诉件，跟踪办理时限和办理质量，发出行政监察通知书。", "HOT-33"},
	{Legal, "政策法规审查员", "", "在重要答复正式发出前进行法规审查。", "HOT-30"},
	{Leader, "分管领导", "联络人", "分管承办机构，审批重要事项，对外联络协调。", "HOT-20"},
	{Duty, "值班员", "夜间值班人", "在夜间和非工作日签收工单，做好交接班记录。", "DUTY-01"},
	{DutyLeader, "值班领导", "带班领导、当班领导", "在非工作日对应急件作出同意意见，安排待命检查人员。", "DUTY-01"},
	{Clerk, "窗口人员", "综合窗口人员", "在服务窗口收件、受理、一次性告知，并在授权范围内当场办结。", "APP-09"},
	{Reviewer, "审批人员", "", "按事项流程审查、核准办件，提出部门意见。", "APP-01"},
	{Chief, "首席代表", "首席事务代表", "全权负责窗口管理，在授权委托书范围内审批、初审、督办、协调。", "ORG-04"},
	{Issuer, "出证人员", "出件窗口人员", "送达办理结果，发放证照，登记交接。", "APP-01"},
	{Admin, "系统管理员", "", "维护人员、部门、区域、参数和日历，不经办工单。", "HOT-26"},
	{Auditor, "审计员", "", "查阅全部操作记录，核验记录未被改动，不经办工单。", ""},
	{Editor, "事项管理员", "", "编制本部门的服务事项和办事指南，提出事项变更。", "CAT-19"},
	{Cataloguer, "事项审核员", "", "在政务服务中心审核事项变更，发布、暂停、取消事项，维护事项库。", "CAT-09"},
	{Finance, "财政审核员", "", "在财政部门审核收费项目的增加、减少和变更。", "ORG-24"},
	{Pricing, "价格审核员", "", "在价格主管部门审核收费项目的增加、减少和变更。", "ORG-24"},
}

// apart lists pairs of roles that one person may not hold together: who runs the system does not audit it.
var apart = [][2]Role{{Admin, Auditor}}

// Roles lists every role in the order in which pages show them.
func Roles() []RoleInfo { return slices.Clone(roles) }

// Info gives the role's names. It is empty for an unknown role.
func (r Role) Info() RoleInfo {
	for _, info := range roles {
		if info.Role == r {
			return info
		}
	}
	return RoleInfo{}
}

// Known reports whether there is such a role.
func (r Role) Known() bool { return r.Info().Role == r && r != "" }
