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
	{Key: setAuthorisationMonths, Label: "授权委托书最长期限", Help: "签发授权委托书时，授权期限不超过此月数。", Rule: "ORG-06", Kind: policy.Int, Default: "60", Min: 1, Max: 240, Unit: "个月"},
}
