package approval

import "huying/internal/fault"

// Word is one entry of a closed list, as pages show it.
type Word struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}

// Channels are the ways in which an application comes; the applicant chooses (GB/T 39046 A.5).
var Channels = []Word{
	{"window", "窗口办理", "APP-10"}, {"web", "电脑端网上办理", "APP-07"}, {"mobile", "移动端网上申请", "APP-07"}, {"post", "快递申请", ""},
	{"terminal", "自助终端", ""}, {"visit", "上门收件", "APP-47"}, {"agent", "帮办代办", "APP-49"},
}

// online are the channels in which nobody comes to a window (APP-31).
var online = []string{"web", "mobile"}

// Parties are who applies.
var Parties = []Word{{"person", "自然人", ""}, {"firm", "法人和其他组织", ""}}

// Agents are who files an application for somebody else; their identity is recorded (APP-49, GAP-54).
var Agents = []Word{{"entrusted", "委托代理人", "APP-49"}, {"township", "乡镇全程代理员", "APP-49"}, {"village", "村（社区）代办员", "APP-49"}, {"project", "项目代办机构", "APP-27"}}

// Grounds are why an application is not accepted (licensing law article 32). One on other grounds counts as refused without
// justified reason (TIME-13).
var Grounds = []Word{
	{"needless", "依法不需要取得行政许可或办理登记", "TIME-05"}, {"outside", "不属于本机关职权范围", "TIME-05"},
	{"ineligible", "申请人依法不得申请", "TIME-05"}, {"stopped", "事项已取消或暂停", "TIME-05"}, {"other", "其他原因", "TIME-13"},
}

// MaterialStates are where a material stands.
var MaterialStates = []Word{{"present", "已提交", ""}, {"shared", "部门共享", ""}, {"missing", "未提交", ""}, {"wrong", "需修改", "APP-03"}, {"tolerated", "容缺待补", ""}, {"broken", "容缺承诺未兑现", "TIME-03"}}

// Grades are how far a material can be trusted: as the issuing agency's own, as checked at a window, as uploaded, as
// promised by the applicant.
var Grades = []Word{{"A", "部门共享", ""}, {"B", "窗口核验", ""}, {"C", "申请人上传", ""}, {"D", "申请人承诺", ""}}

// Outcomes are what is decided.
var Outcomes = []Word{{"grant", "准予", "APP-41"}, {"refuse", "不予", "APP-38"}}

// Findings are how a step ends.
var Findings = []Word{{"pass", "通过", "APP-41"}, {"fail", "不通过", "APP-38"}}

// Ways are how a result reaches the applicant (GAP-45).
var Ways = []Word{{"handed", "窗口领取", "GAP-45"}, {"posted", "邮寄送达", "GAP-45"}, {"electronic", "电子送达", "GAP-45"}}

// TellWays are how an applicant is told of something.
var TellWays = []Word{{"phone", "电话", "TIME-09"}, {"sms", "短信", "TIME-09"}, {"written", "书面", "TIME-09"}, {"online", "网上告知", "TIME-09"}}

// Rulings are what a supervisor finds of an application past its limit (TIME-12).
var Rulings = []Word{{"own", "自身责任造成超时", "TIME-12"}, {"justified", "有正当理由", "TIME-12"}}

// FeeStates are where a payment stands: only what was found in the central account counts (ORG-23).
var FeeStates = []Word{{feeDeclared, "待核对", "ORG-23"}, {feeConfirmed, "已到账", "ORG-23"}, {feeRefused, "未到账", "ORG-23"}}

// Stances are what a department's opinion says.
var Stances = []Word{{"agree", "同意", "APP-17"}, {"conditional", "附条件同意", "APP-17"}, {"oppose", "不同意", "APP-38"}}

// label gives a key's label in a list, "" when the key is not in it.
func label[K ~string](words []Word, key K) string {
	for _, w := range words {
		if w.Key == string(key) {
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
	return fault.New(fault.Invalid, "approval."+field, sentence).On(field, sentence)
}
