package hotline

import "huying/internal/fault"

// Word is one entry of a closed list, as pages show it.
type Word struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}

// Kinds are the types of appeal (HOT-57, HOT-58, HOT-60). The limit of each is policy "hotline.limit.<key>".
var Kinds = []Word{
	{"consult", "咨询", "HOT-58"}, {"help", "求助", "HOT-58"}, {"suggest", "建议批评", "HOT-60"},
	{"complain", "投诉举报", "HOT-60"}, {"emergency", "应急", "HOT-57"},
}

// Channels are the ways in which an appeal reaches us; all lead to one order store (HOT-83, HOT-84, HOT-87, CHN).
var Channels = []Word{
	{"phone", "12345电话", "CHN-01"}, {"price", "12358电话", "CHN-02"}, {"legal", "12348法律热线", "CHN-03"}, {"walkin", "来访", "HOT-83"},
	{"letter", "来信", "CHN-04"}, {"sms", "短信", "CHN-04"}, {"fax", "传真", "CHN-04"}, {"email", "电子邮件", "CHN-04"}, {"web", "网上留言", "CHN-04"},
	{"mailbox_secretary", "书记信箱", "CHN-05"}, {"mailbox_mayor", "市长信箱", "CHN-05"}, {"mailbox_bureau", "局长信箱", "CHN-05"},
	{"disclosure", "政府信息公开", "HOT-84"}, {"application", "依申请公开", "HOT-84"},
	{"wechat", "微信公众号", "CHN-08"}, {"app", "手机应用", "CHN-07"}, {"media", "媒体监督", "HOT-37"}, {"upper", "上级交办", "HOT-27"},
}

// Refusals is the closed list of what the hotline does not accept (HOT-40 to HOT-46).
var Refusals = []Word{
	{"outside_region", "不属于本市（县）行政管辖范围", "HOT-41"},
	{"outside_subject", "不属于本热线受理内容", "HOT-42"},
	{"in_procedure", "已进入诉讼、仲裁、行政审批或行政复议程序", "HOT-43"},
	{"secret", "涉及国家秘密、商业秘密或个人隐私", "HOT-44"},
	{"unlawful", "违反法律法规或社会公德", "HOT-45"},
	{"vague", "内容不具体，无法办理和答复", "HOT-46"},
}

// Dispositions are how an appeal leaves intake (HOT-97): every call ends in one of them.
var Dispositions = []Word{
	{"order", "转工单办理", "HOT-97"}, {"answer", "当场答复", "HOT-71"}, {"refuse", "不予受理", "HOT-40"}, {"redirect", "告知去向", "HOT-74"},
}

// Grounds are the only two on which a department may return an order (HOT-39).
var Grounds = []Word{
	{"outside_competence", "不属于本部门管辖", "HOT-39"}, {"other_lead", "应由其他部门主办", "HOT-39"},
}

// Results say what a reply achieved.
var Results = []Word{
	{"solved", "已解决", ""}, {"explained", "已解释说明", ""}, {"planned", "列入计划解决", "HOT-100"}, {"impossible", "暂不具备条件", "HOT-100"},
}

// RevisitWays are how the revisit desk reaches the citizen (HOT-67).
var RevisitWays = []Word{{"phone", "电话", "HOT-67"}, {"sms", "短信", "HOT-67"}, {"web", "网络", "HOT-67"}, {"visit", "上门", "HOT-67"}}

// Causes are why a citizen is not satisfied at the revisit (HOT-68, GAP-10).
var Causes = []Word{{"subjective", "承办单位主观原因", "HOT-68"}, {"objective", "客观条件或政策所限", "GAP-10"}, {"unreached", "多次未能联系上", "HOT-67"}}

// EmergencySteps are what is recorded of an emergency; the last three must be there before it is concluded (HOT-76, HOT-77).
var EmergencySteps = []Word{
	{"told_leader", "报告值班领导", "HOT-76"}, {"team_sent", "通知应急处置人员", "HOT-76"}, {"on_site", "到达现场", "HOT-76"},
	{"told_centre", "向12345中心反馈", "HOT-77"}, {"told_reporter", "回复诉求人", "HOT-77"}, {"registered", "登记处置情况", "HOT-77"},
}

// Modes are the five ways to dispose of an order, by the kind of its problem (HOT-100). They follow from the order.
var Modes = []Word{
	{"at_once", "立即办", "HOT-100"}, {"on_own", "主动办", "HOT-100"}, {"on_site", "上门办", "HOT-100"}, {"followed", "跟踪办", "HOT-100"}, {"open", "公开办", "HOT-100"},
}

// AccountGrounds are what a department is held to account for (HOT-13, HOT-14, HOT-56).
var AccountGrounds = []Word{
	{"perfunctory", "敷衍塞责", "HOT-13"}, {"evasion", "推诿扯皮", "HOT-13"}, {"falsified", "弄虚作假", "HOT-13"}, {"ineffective", "不求实效", "HOT-13"},
	{"delay", "办理拖延", "HOT-14"}, {"inaction", "不作为", "HOT-14"}, {"wrongful", "乱作为", "HOT-14"}, {"slow", "慢作为", "HOT-14"}, {"unlawful", "违法违规", "HOT-56"},
}

// AccountMeasures are what follows from it.
var AccountMeasures = []Word{{"circular", "通报约谈", "HOT-13"}, {"liability", "追究责任", "HOT-14"}, {"discipline", "移送纪检监察", "HOT-56"}}

// Levels are where else a citizen may have to ask (HOT-74, HOT-80 to HOT-82).
var Levels = []Word{{"province", "省级部门", "HOT-80"}, {"city", "市级部门", "HOT-74"}, {"county", "区县部门", "HOT-81"}}

// UrgeWays are how a department is urged (HOT-51).
var UrgeWays = []Word{{"phone", "电话催办", "HOT-51"}, {"online", "网上催办", "HOT-51"}, {"document", "催办通知书", "HOT-52"}, {"citizen", "诉求人催办", "HOT-51"}}

// label gives a key's label in a list, "" when the key is not in it.
func label(words []Word, key string) string {
	for _, w := range words {
		if w.Key == key {
			return w.Label
		}
	}
	return ""
}

// oneOf refuses a key that is not in the closed list.
func oneOf(words []Word, key, field, sentence string) error {
	if label(words, key) != "" {
		return nil
	}
	return fault.New(fault.Invalid, "hotline."+field, sentence).On(field, sentence)
}
