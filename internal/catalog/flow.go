package catalog

import (
	"huying/internal/casework"
	"huying/internal/org"
)

// FlowName names the flow of a change.
const FlowName = "catalog.change"

// The states of a change.
const (
	ChangeDrafting  = "drafting"
	ChangeReviewing = "reviewing"
	ChangeApproving = "approving"
	ChangeEffected  = "effected"
	ChangeRejected  = "rejected"
	ChangeWithdrawn = "withdrawn"
)

// Flow is the life of a change of the catalogue. No item changes otherwise (CAT-09).
var Flow = &casework.Flow{
	Name:  FlowName,
	Label: "事项变更",
	View:  org.CatalogView,
	States: []casework.State{
		{Name: ChangeDrafting, Label: "编制中"},
		{Name: ChangeReviewing, Label: "待审核"},
		{Name: ChangeApproving, Label: "收费变更待会审"},
		{Name: ChangeEffected, Label: "已生效", Final: true},
		{Name: ChangeRejected, Label: "不予变更", Final: true},
		{Name: ChangeWithdrawn, Label: "已撤回", Final: true},
	},
	Actions: []casework.Action{
		{Name: "propose", Label: "提出变更", To: []string{ChangeDrafting}, By: org.CatalogEdit, Rule: "CAT-09"},
		{Name: "import", Label: "导入事项", To: []string{ChangeEffected}, By: org.ImportRun, Rule: "CAT-01"},
		{Name: "edit", Label: "修改", From: []string{ChangeDrafting}, By: org.CatalogEdit, Rule: "CAT-33"},
		{Name: "submit", Label: "送审", From: []string{ChangeDrafting}, To: []string{ChangeReviewing}, By: org.CatalogEdit, Rule: "CAT-09"},
		{Name: "review", Label: "审核", From: []string{ChangeReviewing}, To: []string{ChangeEffected, ChangeApproving, ChangeDrafting, ChangeRejected}, By: org.CatalogReview, Rule: "CAT-09"},
		{Name: "approve_centre", Label: "政务服务中心会审", From: []string{ChangeApproving}, To: []string{ChangeApproving, ChangeEffected, ChangeDrafting, ChangeRejected}, By: org.CatalogFeeCentre, Rule: "ORG-24"},
		{Name: "approve_finance", Label: "财政部门会审", From: []string{ChangeApproving}, To: []string{ChangeApproving, ChangeEffected, ChangeDrafting, ChangeRejected}, By: org.CatalogFeeFinance, Rule: "ORG-24"},
		{Name: "approve_price", Label: "价格主管部门会审", From: []string{ChangeApproving}, To: []string{ChangeApproving, ChangeEffected, ChangeDrafting, ChangeRejected}, By: org.CatalogFeePrice, Rule: "ORG-24"},
		{Name: "withdraw", Label: "撤回", From: []string{ChangeDrafting, ChangeReviewing, ChangeApproving}, To: []string{ChangeWithdrawn}, By: org.CatalogEdit, Rule: "CAT-09"},
	},
}
