// Package exchange carries what happens here to other bodies and to people: the copies of concluded orders that the
// upper bodies file (HOT-65), and what officials are told inside the system. It drains the outbox: every handler may be
// handed the same message twice and then changes nothing.
package exchange

import "huying/internal/policy"

const (
	setKeepNotices    = "exchange.notice.days"
	setMessageGateway = "exchange.message.url"
)

// Settings is the table that this package gives to policy.
var Settings = []policy.Def{
	{Key: "exchange.filing.centre.url", Label: "12345中心备案接口地址", Help: "留空则使用本系统内置的备案登记簿。", Rule: "HOT-65", Kind: policy.Text, Default: "", Max: 300},
	{Key: setKeepNotices, Label: "提醒保留天数", Help: "已读的和所涉件已办结的提醒，超过此天数后清理。", Rule: "HOT-51", Kind: policy.Int, Default: "90", Min: 7, Max: 3660, Unit: "天"},
	{Key: setMessageGateway, Label: "短信平台接口地址", Help: "证照到期等告知由此发送。留空则不发短信，当事人在进度页面和证照页面看到。须为https网址。", Rule: "APP-07", Kind: policy.Text, Default: "", Max: 300, Secure: true},
	{Key: "exchange.filing.supervision.url", Label: "督查中心备案接口地址", Help: "留空则使用本系统内置的备案登记簿。", Rule: "HOT-65", Kind: policy.Text, Default: "", Max: 300},
}
