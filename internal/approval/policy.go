package approval

import "huying/internal/policy"

// Policies are the area's numbers, each with the rule its default comes from. Limits of items are the items' own.
var Policies = []policy.Def{
	{Key: "approval.limit.accept", Label: "受理时限", Help: "逾期未告知的，自收到申请之日起即为受理。依据行政许可法第三十二条。", Rule: "TIME-14", Kind: policy.Term, Default: "5 workday", Min: 1, Max: 20},
	{Key: "approval.limit.correct", Label: "补正期限", Help: "逾期未补正的，终止办理，申请人可以重新申请。", Rule: "APP-03", Kind: policy.Term, Default: "30 workday", Min: 1, Max: 180},
	{Key: "approval.limit.tolerance", Label: "容缺材料最长补齐期限", Rule: "TIME-03", Kind: policy.Term, Default: "10 workday", Min: 1, Max: 90},
	{Key: "approval.limit.deliver", Label: "送达时限", Help: "自作出决定之日起。依据行政许可法第四十四条。", Rule: "TIME-16", Kind: policy.Term, Default: "10 workday", Min: 1, Max: 20},
	{Key: "approval.limit.sign", Label: "部门意见签收时限", Help: "逾期未签收的，为未按要求参与。", Rule: "TIME-28", Kind: policy.Term, Default: "1 workday", Min: 1, Max: 10},
	{Key: "approval.limit.opinion", Label: "部门意见时限", Help: "环节没有自定时限时适用。", Rule: "APP-17", Kind: policy.Term, Default: "5 workday", Min: 1, Max: 60},
	{Key: "approval.limit.check", Label: "批后核查时限", Rule: "APP-14", Kind: policy.Term, Default: "30 workday", Min: 1, Max: 120},
	{Key: "approval.limit.rectify", Label: "批后核查整改期限", Rule: "APP-14", Kind: policy.Term, Default: "15 workday", Min: 1, Max: 120},
	{Key: "approval.limit.joint", Label: "联合办理时限", Help: "依据行政许可法第四十二条。", Rule: "APP-16", Kind: policy.Term, Default: "45 workday", Min: 1, Max: 90},
	{Key: "approval.limit.project", Label: "投资项目联合审批时限", Rule: "PRJ-06", Kind: policy.Term, Default: "60 workday", Min: 1, Max: 180},
	{Key: "approval.fee.first", Label: "缴清收费后送达结果", Help: "准予的办件有收费没有登记的，不能送达结果；通知申请人后，不再计入承诺时限。", Rule: "GAP-48", Kind: policy.Bool, Default: "true"},
	{Key: "approval.extension.times", Label: "每件可延期次数", Rule: "GAP-06", Kind: policy.Int, Default: "1", Min: 0, Max: 3, Unit: "次"},
	{Key: "approval.extension.days", Label: "延期最长天数", Help: "依据行政许可法第四十二条。", Rule: "TIME-08", Kind: policy.Int, Default: "10", Min: 1, Max: 60, Unit: "日"},
	{Key: "approval.extension.joint", Label: "联合办理延期最长天数", Help: "依据行政许可法第四十二条。", Rule: "TIME-08", Kind: policy.Int, Default: "15", Min: 1, Max: 60, Unit: "日"},
	{Key: "approval.urge.short", Label: "短时限提前提示天数", Rule: "GAP-07", Kind: policy.Int, Default: "1", Min: 0, Max: 10, Unit: "个工作日"},
	{Key: "approval.urge.long", Label: "长时限提前提示天数", Rule: "GAP-07", Kind: policy.Int, Default: "3", Min: 0, Max: 20, Unit: "个工作日"},
	{Key: "approval.urge.boundary", Label: "长短时限的分界", Rule: "GAP-07", Kind: policy.Int, Default: "5", Min: 1, Max: 60, Unit: "个工作日"},
	{Key: "approval.urge.daily", Label: "申请人每日可催办次数", Help: "每件。", Rule: "APP-08", Kind: policy.Int, Default: "1", Min: 1, Max: 20, Unit: "次"},
	{Key: "approval.green.percent", Label: "绿色通道时限占承诺时限的比例", Help: "不足一日的按一日计。", Rule: "TIME-39", Kind: policy.Percent, Default: "50", Min: 1, Max: 100, Unit: "%"},
	{Key: "approval.check.people", Label: "实质核查和踏勘的最少人数", Help: "依据行政许可法第三十四条。", Rule: "APP-33", Kind: policy.Int, Default: "2", Min: 2, Max: 10, Unit: "人"},
	{Key: "approval.correct.times", Label: "可自行发出补正通知的次数", Help: "再次告知须经监督人员批准，并记为问题。", Rule: "APP-03", Kind: policy.Int, Default: "1", Min: 1, Max: 5, Unit: "次"},
	{Key: "approval.renew.ahead", Label: "延续申请应提前的天数", Help: "告知持证人最迟哪天申请延续：行政许可法第五十条为有效期届满三十日前，法律、法规、规章另有规定的从其规定。所剩天数不足时，告知还有几日。", Rule: "APP-07", Kind: policy.Int, Default: "30", Max: 365, Unit: "日"},
	{Key: "approval.renew.days", Label: "证照到期前提醒天数", Help: "到期前这么多天告知持证人一次，并列入即将到期的证照。依据行政许可法第五十条，延续申请应在有效期届满三十日前提出。", Rule: "APP-07", Kind: policy.Int, Default: "60", Min: 1, Max: 365, Unit: "日"},
	{Key: "approval.draft.days", Label: "网上申请草稿保留天数", Help: "先行上传而没有提交的文件，过了这些天再过一天删除。", Rule: "APP-07", Kind: policy.Int, Default: "30", Min: 1, Max: 365, Unit: "日"},
	{Key: "approval.text.length", Label: "意见和说明最多字数", Rule: "APP-01", Kind: policy.Int, Default: "2000", Min: 100, Max: 20000, Unit: "字"},
	{Key: "approval.figure.days", Label: "一次导出办件数据集的最长期间", Rule: "APP-36", Kind: policy.Int, Default: "366", Min: 31, Max: 3660, Unit: "天"},
}
