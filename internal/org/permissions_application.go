package org

// The permissions on applications (办件) and on letters of authorisation. The verbs that check them live in the approval
// area and in the kernel. ApplicationSign decides only within a letter of authorisation (ORG-05); ApplicationDecide is the
// right of who heads the department.
const (
	ApplicationView       Permission = "application.view"
	ApplicationTake       Permission = "application.take"
	ApplicationAccept     Permission = "application.accept"
	ApplicationReview     Permission = "application.review"
	ApplicationVerify     Permission = "application.verify"
	ApplicationSign       Permission = "application.sign"
	ApplicationDecide     Permission = "application.decide"
	ApplicationExtend     Permission = "application.extend"
	ApplicationOpinion    Permission = "application.opinion"
	ApplicationDeliver    Permission = "application.deliver"
	ApplicationFee        Permission = "application.fee"
	ApplicationFeeConfirm Permission = "application.fee.confirm"
	ApplicationUrge       Permission = "application.urge"
	ApplicationSupervise  Permission = "application.supervise"
	ApplicationUnmask     Permission = "application.unmask"
	CertificateRevoke     Permission = "certificate.revoke"
	ProjectGuide          Permission = "project.guide"
	JointCoordinate       Permission = "joint.coordinate"
	AuthorisationSign     Permission = "authorisation.sign"
	AuthorisationView     Permission = "authorisation.view"
)

var _ = Declare("办件",
	PermissionDef{ApplicationView, "查看办件", []Role{Clerk, Reviewer, Chief, Issuer, Head, Leader, Arbiter, Inspector}},
	PermissionDef{ApplicationTake, "收件", []Role{Clerk, Chief}},
	PermissionDef{ApplicationAccept, "受理和补正告知", []Role{Clerk, Chief}},
	PermissionDef{ApplicationReview, "审查办件", []Role{Reviewer, Chief, Head}},
	PermissionDef{ApplicationVerify, "核准办件", []Role{Reviewer, Chief, Head}},
	PermissionDef{ApplicationSign, "按授权委托书签批", []Role{Clerk, Reviewer, Chief}},
	PermissionDef{ApplicationDecide, "作出审批决定", []Role{Head, Leader}},
	PermissionDef{ApplicationExtend, "批准延长办理期限", []Role{Head, Leader}},
	PermissionDef{ApplicationOpinion, "出具部门意见", []Role{Reviewer, Chief, Head}},
	PermissionDef{ApplicationDeliver, "送达结果和发证", []Role{Clerk, Issuer, Chief}},
	PermissionDef{ApplicationFee, "登记缴款", []Role{Clerk, Issuer, Chief}},
	PermissionDef{ApplicationFeeConfirm, "核对缴款到账", []Role{Issuer, Finance}},
	PermissionDef{ApplicationUrge, "督促办件", []Role{Chief, Arbiter, Inspector}},
	PermissionDef{ApplicationSupervise, "认定超时和监督办件", []Role{Arbiter, Inspector}},
	PermissionDef{ApplicationUnmask, "查看申请人完整信息", []Role{Clerk, Reviewer, Chief, Issuer, Head}},
	PermissionDef{CertificateRevoke, "撤销证照", []Role{Head, Leader}},
	PermissionDef{ProjectGuide, "帮办代办项目", []Role{Clerk, Chief, Head}},
	PermissionDef{JointCoordinate, "协调联合办理", []Role{Clerk, Reviewer, Chief, Head}},
)

var _ = Declare("授权委托",
	PermissionDef{AuthorisationSign, "签发和收回授权委托书", []Role{Head, Leader}},
	PermissionDef{AuthorisationView, "查看授权委托书和授权覆盖情况", []Role{Clerk, Reviewer, Chief, Issuer, Head, Leader, Arbiter, Inspector}},
)
