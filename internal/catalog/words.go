package catalog

// Word is one entry of a closed list, as pages show it.
type Word struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}

// Tiers are the levels of the tree (CAT-28).
var Tiers = []Word{{"main", "主项", "CAT-28"}, {"sub", "子项", "CAT-28"}, {"handling", "办理项", "CAT-28"}}

// Statuses are where an item may stand.
var Statuses = []Word{{"drafted", "编制中", ""}, {"published", "在用", ""}, {"suspended", "暂停", ""}, {"cancelled", "取消", "CAT-08"}}

// Types are the kinds of power (CAT-02), and public services beside them (GAP-28).
var Types = []Word{
	{"licence", "行政许可", "CAT-02"}, {"forwarding", "审核转报", "CAT-02"}, {"confirmation", "行政确认", "CAT-02"}, {"benefit", "行政给付", "CAT-02"},
	{"levy", "行政征收", "CAT-02"}, {"entrusted", "国家委托实施", "CAT-02"}, {"other", "其他权力", "CAT-02"}, {"service", "公共服务", "GAP-28"},
}

// Classes are the ways of handling (CAT-36, GAP-18).
var Classes = []Word{
	{"instant", "即办件", "CAT-36"}, {"promised", "承诺件", "CAT-36"}, {"upward", "上报件", "CAT-36"}, {"joint", "联办件", "GAP-18"}, {"answered", "明确答复", "GAP-18"},
}

// Audiences are whom an item may serve.
var Audiences = []Word{
	{"individual", "自然人", "CAT-21"}, {"enterprise", "企业法人", "CAT-21"}, {"public", "事业法人", ""}, {"society", "社会组织法人", ""}, {"agency", "行政机关", ""}, {"body", "其他组织", ""},
}

// Levels are the levels that exercise a power.
var Levels = []Word{
	{"national", "国家级", ""}, {"province", "省级", ""}, {"city", "市级", ""}, {"county", "县级", ""}, {"township", "镇（乡、街道）级", ""}, {"village", "村（社区）级", ""}, {"levels", "分级管理", ""},
}

// Ranks are how high a legal ground stands (CAT-18).
var Ranks = []Word{
	{"law", "法律", "CAT-18"}, {"regulation", "行政法规、国务院决定", "CAT-18"}, {"ministry", "部门规章", "CAT-18"}, {"provincial", "地方性法规、省政府规章", "CAT-18"}, {"document", "上级规范性文件", "CAT-18"}, {"local", "本地自定", "CAT-18"},
}

// Grounds are what a legal basis may ground (APP-51).
var Grounds = []Word{{"", "设定", "CAT-18"}, {"procedure", "办理程序", "APP-51"}, {"limit", "办理时限", "APP-51"}, {"fee", "收费", "APP-51"}, {"material", "申报材料", ""}}

// Units are what a limit may count.
var Units = []Word{{"workday", "个工作日", ""}, {"day", "日", ""}, {"sameday", "当场办结", ""}}

// Specials are the nine procedures whose time is not counted (TIME-10).
var Specials = []Word{
	{"hearing", "听证", "TIME-10"}, {"tender", "招标", "TIME-10"}, {"auction", "拍卖", "TIME-10"}, {"inspection", "检验", "TIME-10"}, {"testing", "检测", "TIME-10"},
	{"survey", "勘测", "TIME-10"}, {"quarantine", "检疫", "TIME-10"}, {"appraisal", "鉴定", "TIME-10"}, {"experts", "专家评审", "TIME-10"},
}

// Necessities tell whether an application can be accepted without a material.
var Necessities = []Word{{"required", "必要", ""}, {"tolerable", "可容缺", ""}, {"optional", "非必要", ""}}

// Sources are where a material comes from.
var Sources = []Word{{"applicant", "申请人自备", ""}, {"government", "政府部门核发", ""}, {"intermediary", "中介机构出具", ""}}

// MaterialKinds are what a material may be.
var MaterialKinds = []Word{
	{"申请表", "申请表", ""}, {"证照", "证照", ""}, {"证明", "证明", ""}, {"图纸", "图纸", ""}, {"合同", "合同", ""}, {"报告", "报告", ""}, {"其他", "其他", ""},
}

// FieldKinds are what an answer may be.
var FieldKinds = []Word{
	{"text", "单行文字", ""}, {"passage", "多行文字", ""}, {"number", "数字", ""}, {"money", "金额（元）", ""}, {"day", "日期", ""}, {"choice", "单选", ""}, {"choices", "多选", ""},
	{"yes", "是否", ""}, {"name", "姓名或名称", ""}, {"phone", "电话号码", ""}, {"identity", "居民身份证号", ""}, {"credit", "统一社会信用代码", ""}, {"address", "地址", ""},
}

// Models are the ways of approval (GAP-22).
var Models = []Word{{"spot", "当场办结", "CAT-35"}, {"sole", "独任审核", "APP-11"}, {"review", "一审一核", "APP-13"}, {"full", "一般程序", "GAP-22"}}

// StepKinds are what is done at a step of a plan.
var StepKinds = []Word{
	{"review", "审查", ""}, {"verify", "核准", "APP-13"}, {"check", "实质核查", ""}, {"survey", "现场踏勘", "APP-33"}, {"publish", "公示", "APP-33"},
	{"opinions", "征求部门意见", "APP-16"}, {"meeting", "会商", "APP-18"}, {"superior", "报上级审批", "TIME-17"}, {"decide", "决定", ""},
}

// Outcomes are what a step ends with.
var Outcomes = []Word{{"pass", "通过", ""}, {"fail", "不通过", ""}}

// Ways are how a township handles an item (CAT-24).
var Ways = []Word{{"集中", "集中办理", "CAT-24"}, {"联合", "联合办理", "CAT-24"}, {"统一", "统一办理", "CAT-24"}, {"代理", "代理", "CAT-24"}}

// ServiceKinds are the four kinds of a township's services (CAT-42).
var ServiceKinds = []Word{{"政策服务", "政策服务", "CAT-42"}, {"事务服务", "事务服务", "CAT-42"}, {"技术服务", "技术服务", "CAT-42"}, {"行政服务", "行政服务", "CAT-42"}}

// ChangeKinds are what a change may do to an item (CAT-09, CAT-10, CAT-15).
var ChangeKinds = []Word{
	{"publish", "发布", "CAT-33"}, {"revise", "调整", "CAT-10"}, {"fee", "收费变更", "ORG-24"}, {"suspend", "暂停", "CAT-09"}, {"resume", "恢复", "CAT-09"},
	{"cancel", "取消", "CAT-10"}, {"devolve", "下放", "CAT-10"}, {"takeover", "承接", "CAT-15"},
}

// CleanUps are what a review of items finds, with what must follow (CAT-12).
var CleanUps = []Word{{"overstep", "越位", "CAT-12"}, {"misplaced", "错位", "CAT-12"}, {"missing", "缺位", "CAT-12"}}

// Bodies are who examines a change; the last three a change of fees (ORG-24).
var Bodies = []Word{{"review", "事项审核", "CAT-09"}, {"centre", "政务服务中心", "ORG-24"}, {"finance", "财政部门", "ORG-24"}, {"price", "价格主管部门", "ORG-24"}}

// Rulings are how a change is ruled on.
var Rulings = []Word{{"pass", "通过", ""}, {"return", "退回修改", ""}, {"reject", "不予变更", ""}}

// FlagWords are the yes-or-no facts of an item, by their names in its record.
var FlagWords = []Word{
	{"online", "可网办", ""}, {"noMeeting", "不见面", "CAT-26"}, {"instantly", "秒批", "CAT-26"}, {"selfService", "自助终端", ""}, {"anyWindow", "一窗通办", ""},
	{"formalOnly", "形式要件审查", "CAT-35"}, {"commitment", "告知承诺", "APP-14"}, {"tolerance", "容缺受理", ""}, {"appointment", "可预约", ""}, {"mail", "可邮寄", ""},
	{"pay", "可网上支付", ""}, {"project", "项目类", "TIME-24"}, {"green", "绿色通道", "APP-24"}, {"default", "默认同意", "GAP-21"}, {"village", "村镇办理", "CAT-24"},
}

// label gives the Chinese word for a key, or the key where the list does not know it.
func label[K ~string](words []Word, key K) string {
	for _, w := range words {
		if w.Key == string(key) {
			return w.Label
		}
	}
	return string(key)
}

func known[K ~string](words []Word, key K) bool {
	for _, w := range words {
		if w.Key == string(key) {
			return true
		}
	}
	return false
}

// labels gives the Chinese words for several keys.
func labels[K ~string](words []Word, keys []K) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = label(words, k)
	}
	return out
}
