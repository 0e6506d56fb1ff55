package insight

// applicationFormula is one published figure of applications: what is divided by what, under which rule, and in words.
type applicationFormula struct {
	key, label, rule, unit, says string
	num, den                     share
	mean                         bool // the numerator is a sum, not a part of the denominator
	saved                        bool // 1 − numerator/denominator over days (TIME-37)
	items                        bool // counts items, not applications: of each item its latest one
}

// tally is a formula that counts one share.
func tally(key, label, rule, unit, says string, n share) applicationFormula {
	return applicationFormula{key: key, label: label, rule: rule, unit: unit, says: says, num: n, den: n}
}

// applicationFormulas are the figures of applications, in the order in which pages show them.
var applicationFormulas = []applicationFormula{
	tally("visits", "到窗口人次", "APP-36", "次", "期内申请人到窗口收件、补正、领取的次数，按办件每天计一次；没有留下收件、补正或者领取记录的咨询、等候不在其中", sVisits),
	tally("received", "收件数", "APP-36", "件", "期内收到的申请", sReceived),
	tally("accepted", "受理数", "APP-36", "件", "期内受理的申请", sAccepted),
	tally("completed", "办结数", "APP-36", "件", "期内送达结果的办件", sCompleted),
	{key: "online", label: "网上办理率", rule: "APP-31", unit: "%", says: "网上申请的件数÷收件数", num: sOnline, den: sReceived},
	{key: "sole", label: "独任审核事项占比", rule: "APP-12", unit: "%", says: "独任审核的事项数÷期内有受理的事项数，每个事项只计一次，按期内最后受理的一件", num: sAccepted, den: sAccepted, items: true},
	tally("commitment", "告知承诺取证数", "APP-15", "件", "期内以告知承诺取得证照的办件", sCommitted),
	{key: "steps", label: "平均内部环节数", rule: "APP-37", unit: "个", says: "办结件经过的内部环节数÷办结数，不含导入的历史办件", num: sSteps, den: sTold, mean: true},
	{key: "trips", label: "平均到窗口次数", rule: "APP-39", unit: "次", says: "办结件到窗口的次数÷办结数，不含导入的历史办件", num: sTrips, den: sTold, mean: true},
	{key: "once", label: "一次办成率", rule: "APP-39", unit: "%", says: "到窗口不超过一次的办结件÷办结数，不含导入的历史办件", num: sOnce, den: sTold},
	{key: "on_time", label: "按时办结率", rule: "TIME-37", unit: "%", says: "没有超时的办结件÷办结数，超时待认定的不算按时，认定有正当理由的不算超时", num: sTimely, den: sCompleted},
	tally("candidates", "超时待认定", "TIME-12", "件", "超过承诺时限、监督人员尚未认定原因的办结件", sCandidate),
	tally("unexplained", "超时未说明", "TIME-43", "件", "超过承诺时限、没有向申请人说明原因的办结件", sUnexplained),
	{key: "faster", label: "实际办理提速", rule: "TIME-37", unit: "%", says: "1－实际用时之和÷法定时限之和，按计入的日数", num: sTaken, den: sStatutory, saved: true},
	{key: "spot", label: "现场办结率", rule: "TIME-38", unit: "%", says: "当场办结的件数÷只需形式审查的办结件，不含导入的历史办件", num: sSpot, den: sFormal},
	{key: "spot_all", label: "现场办结率（全部事项）", rule: "GAP-50", unit: "%", says: "当场办结的件数÷办结数，不含导入的历史办件", num: sSpotAll, den: sTold},
}

// counts reports whether the formula is a number and no rate.
func (f applicationFormula) counts() bool { return f.num == f.den && !f.items }

// value works the formula out, rounded half up to two decimals (GAP-26); "" when there is nothing to divide by.
func (f applicationFormula) value(numerator, denominator int64) string {
	switch {
	case f.counts():
		return number(numerator)
	case f.mean:
		return decimal(numerator, denominator, 1)
	case f.saved:
		numerator = max(0, denominator-numerator)
	}
	return decimal(numerator, denominator, 100)
}
