package org

// The permissions on the service catalogue (事项库).
const (
	CatalogView       Permission = "catalog.view"
	CatalogEdit       Permission = "catalog.edit"
	CatalogReview     Permission = "catalog.review"
	CatalogFeeCentre  Permission = "catalog.fee.centre"
	CatalogFeeFinance Permission = "catalog.fee.finance"
	CatalogFeePrice   Permission = "catalog.fee.price"
	CatalogKeep       Permission = "catalog.keep"
)

var _ = Declare("事项库",
	PermissionDef{CatalogView, "查看事项库", []Role{Editor, Cataloguer, Finance, Pricing, Head, Leader, Inspector, Admin}},
	PermissionDef{CatalogEdit, "编制事项和提出变更", []Role{Editor, Cataloguer}},
	PermissionDef{CatalogReview, "审核事项变更", []Role{Cataloguer}},
	PermissionDef{CatalogFeeCentre, "会审收费变更（政务服务中心）", []Role{Cataloguer}},
	PermissionDef{CatalogFeeFinance, "会审收费变更（财政部门）", []Role{Finance}},
	PermissionDef{CatalogFeePrice, "会审收费变更（价格主管部门）", []Role{Pricing}},
	PermissionDef{CatalogKeep, "维护收费文件、主题、同义词和实施主体代码", []Role{Cataloguer}},
)
