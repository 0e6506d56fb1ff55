package org

import "huying/internal/policy"

// The settings of this package.
const (
	setPasswordLength = "org.password.length"
	setPasswordKinds  = "org.password.kinds"
	setLoginAttempts  = "org.login.attempts"
	setSourceAttempts = "org.login.source.attempts"
	setLoginWindow    = "org.login.window"
	setBlockFirst     = "org.login.block.first"
	setBlockLongest   = "org.login.block.longest"
	setOfficeStart    = "org.duty.office.start"
	setOfficeEnd      = "org.duty.office.end"
	setNightUntil     = "org.duty.night.until"
	setCheckEvery     = "org.duty.check.every"
	setLongHoliday    = "org.duty.holiday.long"
	setPatrols        = "org.round.patrols"
	setSittings       = "org.round.sittings"
	setInspections    = "org.round.inspections"
	setOnsite         = "org.round.onsite"
	setStationed      = "org.round.stationed"
	setRoundLate      = "org.round.late"
	setRoundApart     = "org.round.apart"

	setAuthorisationMonths = "org.authorisation.months"
)

// Settings is the table that this package gives to policy.
var Settings = []policy.Def{
	{Key: setPasswordLength, Label: "密码最短长度", Help: "设置或者修改密码时，密码至少应有多少个字符。", Kind: policy.Int, Default: "10", Min: 8, Max: 64, Unit: "个字符"},
	{Key: setPasswordKinds, Label: "密码字符种类", Help: "大写字母、小写字母、数字、其他符号，至少应包含其中几种。", Kind: policy.Int, Default: "2", Min: 1, Max: 4, Unit: "种"},
	{Key: setLoginAttempts, Label: "同一登录名允许的失败次数", Help: "在统计时段内，同一登录名失败达到此次数后暂停登录。", Kind: policy.Int, Default: "5", Min: 3, Max: 20, Unit: "次"},
	{Key: setSourceAttempts, Label: "同一来源地址允许的失败次数", Help: "在统计时段内，同一来源地址失败达到此次数后暂停登录。一个单位共用出口地址时应适当放宽。", Kind: policy.Int, Default: "50", Min: 10, Max: 1000, Unit: "次"},
	{Key: setLoginWindow, Label: "登录失败统计时段", Help: "最后一次失败或者暂停结束后经过此时长，失败次数重新计算。", Kind: policy.Int, Default: "15", Min: 1, Max: 1440, Unit: "分钟"},
	{Key: setBlockFirst, Label: "首次暂停登录时长", Help: "达到失败次数后暂停的时长，再次失败时每次加倍。", Kind: policy.Int, Default: "30", Min: 5, Max: 3600, Unit: "秒"},
	{Key: setBlockLongest, Label: "最长暂停登录时长", Help: "暂停时长加倍后不超过此时长。", Kind: policy.Int, Default: "900", Min: 30, Max: 86400, Unit: "秒"},
	{Key: setOfficeStart, Label: "上班时间", Help: "工作日从此时起由承办单位签收，此前由值班人员签收；非工作日从此时起应有值班人员。", Rule: "DUTY-01", Kind: policy.Daytime, Default: "09:00"},
	{Key: setOfficeEnd, Label: "下班时间", Help: "工作日从此时起由夜间值班人员签收，应急工单须先经值班领导同意。", Rule: "DUTY-03", Kind: policy.Daytime, Default: "17:30"},
	{Key: setNightUntil, Label: "夜间值守截止时间", Help: "夜间值班人员在此时之前经常查看专网、及时签收；此后应急工单电话通知待命人员，其他工单由下一班处理。", Rule: "DUTY-03", Kind: policy.Daytime, Default: "22:00"},
	{Key: setCheckEvery, Label: "夜间查看间隔", Help: "夜间值守期间两次查看专网最多间隔多久。", Rule: "DUTY-03", Kind: policy.Int, Default: "60", Min: 10, Max: 240, Unit: "分钟"},
	{Key: setLongHoliday, Label: "长假天数", Help: "连续放假达到此天数为长假，待命检查人员由带班领导安排。", Rule: "DUTY-07", Kind: policy.Int, Default: "5", Min: 2, Max: 15, Unit: "天"},
	{Key: setPatrols, Label: "值班领导每日巡查次数", Help: "每个工作日值班领导巡查大厅至少几次；0为不要求。", Rule: "DUTY-09", Kind: policy.Int, Default: "2", Max: 10, Unit: "次"},
	{Key: setSittings, Label: "领导每周坐班次数", Help: "每周分管领导到大厅坐班至少几次；0为不要求。", Rule: "DUTY-10", Kind: policy.Int, Default: "1", Max: 10, Unit: "次"},
	{Key: setInspections, Label: "每月作风督查次数", Help: "每月监察室督查窗口作风至少几次；0为不要求。", Rule: "DUTY-11", Kind: policy.Int, Default: "1", Max: 10, Unit: "次"},
	{Key: setOnsite, Label: "部门负责人每月现场办公次数", Help: "每月各单位负责人到窗口现场办公至少几次；0为不要求。", Rule: "DUTY-13", Kind: policy.Int, Default: "1", Max: 10, Unit: "次"},
	{Key: setStationed, Label: "驻窗首席代表人数", Help: "每个工作日各单位至少几名首席代表在岗，按登录计算；0为不要求。", Rule: "DUTY-13", Kind: policy.Int, Default: "1", Max: 5, Unit: "人"},
	{Key: setRoundLate, Label: "巡查坐班补记期限", Help: "巡查、坐班、督查、带班、现场办公、值日和拉练最多补记几天以前的。", Rule: "DUTY-09", Kind: policy.Int, Default: "3", Max: 31, Unit: "天"},
	{Key: setRoundApart, Label: "两次巡查的最短间隔", Help: "同一人在此间隔以内的两次记录只算一次，不能重复登记。", Rule: "DUTY-09", Kind: policy.Int, Default: "30", Max: 240, Unit: "分钟"},
	{Key: setAuthorisationMonths, Label: "授权委托书最长期限", Help: "签发授权委托书时，授权期限不超过此月数。", Rule: "ORG-06", Kind: policy.Int, Default: "60", Min: 1, Max: 240, Unit: "个月"},
}
