// Package exchange carries what happens here to other bodies and to people: the copies of concluded orders that the
// upper bodies file (HOT-65), and what officials are told inside the system. It drains the outbox: every handler may be
// handed the same message twice and then changes nothing.
package exchange

import "huying/internal/policy"

// Settings is the table that this package gives to policy.
var Settings = []policy.Def{
	{Key: "exchange.filing.centre.url", Label: "12345中心备案接口地址", Help: "留空则使用本系统内置的备案登记簿。", Rule: "HOT-65", Kind: policy.Text, Default: "", Max: 300},
	{Key: "exchange.filing.supervision.url", Label: "督查中心备案接口地址", Help: "留空则使用本系统内置的备案登记簿。", Rule: "HOT-65", Kind: policy.Text, Default: "", Max: 300},
}
