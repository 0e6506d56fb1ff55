package hotline

import "huying/internal/policy"

// Policies are the hotline's numbers: every limit, threshold and ratio, with the rule its default comes from.
var Policies = []policy.Def{
	{Key: "hotline.limit.consult", Label: "咨询类办理时限", Rule: "HOT-58", Kind: policy.Term, Default: "5 workday", Min: 1, Max: 60},
	{Key: "hotline.limit.help", Label: "求助类办理时限", Rule: "HOT-58", Kind: policy.Term, Default: "5 workday", Min: 1, Max: 60},
	{Key: "hotline.limit.suggest", Label: "建议批评类办理时限", Rule: "HOT-60", Kind: policy.Term, Default: "15 workday", Min: 1, Max: 60},
	{Key: "hotline.limit.complain", Label: "投诉举报类办理时限", Rule: "HOT-60", Kind: policy.Term, Default: "15 workday", Min: 1, Max: 60},
	{Key: "hotline.limit.emergency", Label: "应急类答复时限", Help: "当日答复，不顺延。", Rule: "HOT-57", Kind: policy.Term, Default: "0 sameday", Max: 3},
	{Key: "hotline.limit.sign", Label: "签收时限", Help: "办理时限自派单起算，签收另计时。", Rule: "HOT-48", Kind: policy.Term, Default: "1 workday", Min: 0, Max: 10},
	{Key: "hotline.limit.return", Label: "退单时限", Rule: "HOT-38", Kind: policy.Term, Default: "2 day", Min: 1, Max: 10},
	{Key: "hotline.limit.give_back", Label: "交还工单时限", Help: "答复当日交还。", Rule: "HOT-64", Kind: policy.Term, Default: "0 sameday", Max: 5},
	{Key: "hotline.limit.revisit", Label: "回访时限", Rule: "HOT-67", Kind: policy.Term, Default: "2 day", Min: 1, Max: 30},
	{Key: "hotline.limit.accept", Label: "网上诉求受理时限", Rule: "HOT-83", Kind: policy.Term, Default: "1 workday", Max: 5},
	{Key: "hotline.urge.short", Label: "短时限提前催办天数", Help: "办理时限不超过5个工作日的，到期前几个工作日提示催办。", Rule: "GAP-07", Kind: policy.Int, Default: "1", Min: 0, Max: 10, Unit: "个工作日"},
	{Key: "hotline.urge.long", Label: "长时限提前催办天数", Help: "办理时限超过5个工作日的，到期前几个工作日提示催办。", Rule: "GAP-07", Kind: policy.Int, Default: "3", Min: 0, Max: 20, Unit: "个工作日"},
	{Key: "hotline.urge.boundary", Label: "长短时限的分界", Rule: "GAP-07", Kind: policy.Int, Default: "5", Min: 1, Max: 60, Unit: "个工作日"},
	{Key: "hotline.urge.daily", Label: "每件每日可催办次数", Help: "工作人员催办和诉求人催办分别计算，系统发出的催办通知书不计。", Rule: "HOT-51", Kind: policy.Int, Default: "1", Min: 1, Max: 20, Unit: "次"},
	{Key: "hotline.notice.urges", Label: "下达监察通知书前的催办次数", Rule: "HOT-54", Kind: policy.Int, Default: "2", Min: 1, Max: 10, Unit: "次"},
	{Key: "hotline.notice.overdue", Label: "下达监察通知书前的超期天数", Help: "超过这一天数仍无报告说明的，方可下达。", Rule: "HOT-54", Kind: policy.Int, Default: "10", Min: 1, Max: 60, Unit: "个工作日"},
	{Key: "hotline.notice.reminders", Label: "到期前的电话催办计入催办次数", Rule: "GAP-08", Kind: policy.Bool, Default: "false"},
	{Key: "hotline.extension.times", Label: "每件可延期次数", Rule: "GAP-06", Kind: policy.Int, Default: "1", Min: 0, Max: 5, Unit: "次"},
	{Key: "hotline.redo.times", Label: "提请领导小组研究前的重办次数", Rule: "GAP-10", Kind: policy.Int, Default: "2", Min: 0, Max: 10, Unit: "次"},
	{Key: "hotline.revisit.attempts", Label: "未接通时的回访次数", Rule: "HOT-67", Kind: policy.Int, Default: "3", Min: 1, Max: 10, Unit: "次"},
	{Key: "hotline.hard.callers", Label: "列为老大难的诉求人数", Help: "并案后诉求人达到这一人数的，交承办部门主要负责人包案，跟踪督办到办结。", Rule: "HOT-09", Kind: policy.Int, Default: "5", Min: 2, Max: 1000, Unit: "人"},
	{Key: "hotline.emergency.leave", Label: "应急件出动时限", Help: "自派单起。", Rule: "DUTY-14", Kind: policy.Int, Default: "3", Min: 1, Max: 240, Unit: "分钟"},
	{Key: "hotline.emergency.arrive", Label: "应急件到达现场时限", Help: "自派单起。", Rule: "DUTY-14", Kind: policy.Int, Default: "10", Min: 1, Max: 1440, Unit: "分钟"},
	{Key: "hotline.return.times", Label: "每个部门对同一工单可退单次数", Rule: "HOT-38", Kind: policy.Int, Default: "1", Min: 0, Max: 5, Unit: "次"},
	{Key: "hotline.alike.share", Label: "提示相似诉求的相似程度", Help: "登记时，与同一区域在办诉求的文字相同部分达到这一比例的，提示操作员。", Rule: "HOT-09", Kind: policy.Percent, Default: "35", Min: 10, Max: 100, Unit: "%"},
	{Key: "hotline.query.attempts", Label: "查询码输错次数上限", Help: "每小时。", Rule: "AUD-07", Kind: policy.Int, Default: "10", Min: 3, Max: 100, Unit: "次"},
	{Key: "hotline.register.days", Label: "查阅督办文书登记和问责登记的最长期间", Rule: "HOT-55", Kind: policy.Int, Default: "366", Min: 31, Max: 3660, Unit: "天"},
	{Key: aName, Label: "姓名最多字数", Rule: "HOT-83", Kind: policy.Int, Default: "50", Min: 10, Max: 100, Unit: "字"},
	{Key: aLine, Label: "单行内容最多字数", Help: "地点、类别、地址、文号等。", Rule: "HOT-83", Kind: policy.Int, Default: "200", Min: 50, Max: 200, Unit: "字"},
	{Key: aRemark, Label: "理由、意见、备注最多字数", Rule: "HOT-83", Kind: policy.Int, Default: "2000", Min: 200, Max: 2000, Unit: "字"},
	{Key: aLetter, Label: "答复和报告最多字数", Rule: "HOT-83", Kind: policy.Int, Default: "10000", Min: 1000, Max: 10000, Unit: "字"},
	{Key: "hotline.body.length", Label: "诉求内容最多字数", Rule: "HOT-83", Kind: policy.Int, Default: "5000", Min: 100, Max: 50000, Unit: "字"},
}
