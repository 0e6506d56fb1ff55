package exchange

import (
	"context"

	"huying/internal/approval"
	"huying/internal/outbox"
)

// applicationKind sets the kinds of notices about applications apart from those about orders.
const applicationKind = "application."

var applicationSentences = map[string]string{
	applicationKind + "accept.soon": "受理时限将到，请尽快告知申请人是否受理", applicationKind + "accept.late": "未按期送达不予受理告知书", applicationKind + "deemed": "逾期未告知，办件已视为受理",
	applicationKind + "handling.soon": "办理时限将到，请抓紧办理", applicationKind + "handling.late": "办理时限已过", applicationKind + "step.late": "环节时限已过",
	applicationKind + "tolerance.soon": "容缺材料补齐期限将到", applicationKind + "deliver.late": "超过送达时限尚未送达", applicationKind + "urged": "被催办，请尽快办理",
	applicationKind + "feedback": "申请人反馈了意见", applicationKind + "renewal": "证照将到期，请提醒持证人办理延续",
	applicationKind + "opinion.asked": "请出具部门意见", applicationKind + "opinion.late": "部门意见时限已过", applicationKind + "opinion.missed": "部门意见可视为同意，请核实确认",
	applicationKind + "check.soon": "批后核查时限将到", applicationKind + "check.overdue": "批后核查时限已过",
	applicationKind + "joint.lead": "由您部门牵头联合办理，请协调各部门按时办结", applicationKind + "joint.member": "您部门参与联合办理，轮到时请按时办理", applicationKind + "joint.refused": "联合办理中有事项未准予",
	applicationKind + "member.urged": "牵头部门催办，请尽快办理", applicationKind + "member.held": "联合办理超时，已登记督办问责",
	applicationKind + "joint.soon": "联合办理时限将到", applicationKind + "joint.overdue": "联合办理时限已过",
	applicationKind + "urgent": "特急件须随到随办，请亲自督办", applicationKind + "account": "办件超时，已登记问责",
	applicationKind + "fee.refused": "登记的缴款没有核对到账，请联系申请人",
}

// ApplicationAlert handles approval.AlertTopic: it tells those nearest to the application who hold the permission over it.
func (n *Notices) ApplicationAlert(ctx context.Context, d outbox.Delivery) error {
	var a approval.Alert
	if err := d.Decode(&a); err != nil {
		return err
	}
	return n.tell(ctx, d, word{a.Case, applicationKind + a.Kind, a.Permission, a.Dept, a.Region})
}
