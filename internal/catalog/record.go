package catalog

import (
	"reflect"
	"slices"

	"huying/internal/deadline"
)

// Record is all that is said of an item, the superset of DIS-18/19, CAT-20, 22, 23, 37 and GB/T 39046 table 4. The
// guide, the notice, the touch-screen page and the exports are templates over it; each checks what it needs (GAP-20).
type Record struct {
	Name      string   `json:"name"`                // 事项名称
	BasicCode string   `json:"basicCode"`           // 基本编码
	Code      string   `json:"code"`                // 实施编码; its length is policy
	Aliases   []string `json:"aliases,omitempty"`   // what people call it: found by search
	Type      Type     `json:"type"`                //
	Class     Class    `json:"class"`               //
	Level     Level    `json:"level"`               // 行使层级
	Authority string   `json:"authority,omitempty"` // 权限划分
	Content   string   `json:"content,omitempty"`   // 行使内容

	Department string   `json:"department"`         // id of the implementing department (实施主体)
	Office     string   `json:"office,omitempty"`   // 承办机构: the section that handles it (CAT-05)
	Partners   []string `json:"partners,omitempty"` // ids of departments that decide jointly (联办机构)

	Basis     []Basis  `json:"basis"`              // 设定依据: national law or a superior rule (CAT-18)
	Statutory Limit    `json:"statutory"`          // 法定时限 (TIME-22)
	Promised  Limit    `json:"promised"`           // 承诺时限: what binds (TIME-20)
	Previous  int      `json:"previous,omitempty"` // promised amount before the last compression (TIME-23, GAP-57)
	Specials  []string `json:"specials,omitempty"` // 特别程序 that this item may need (TIME-10), see approval

	Conditions []Condition `json:"conditions"` // 受理条件
	Materials  []Material  `json:"materials"`  //
	Form       Form        `json:"form"`       //
	Plan       Plan        `json:"plan"`       // 办理流程
	Fees       []Fee       `json:"fees"`       // none: free of charge
	Result     Result      `json:"result"`     //
	Scenario   []Question  `json:"scenario,omitempty"`
	FAQ        []Answer    `json:"faq,omitempty"`

	Audience []Audience `json:"audience"`           // 服务对象
	Themes   []string   `json:"themes"`             // 服务主题, such as 开办企业
	Flags    Flags      `json:"flags"`              //
	Way      string     `json:"way,omitempty"`      // 集中、联合、统一、代理, of a township's item (CAT-24)
	Kind     string     `json:"kind,omitempty"`     // 政策服务、事务服务、技术服务、行政服务 (CAT-42)
	Quantity string     `json:"quantity,omitempty"` // 数量限制
	Agents   string     `json:"agents,omitempty"`   // 中介服务

	Window      string `json:"window"`                // the window it is bound to (CAT-03)
	Exempt      string `json:"exempt,omitempty"`      // why it has no window (CAT-39)
	Place       string `json:"place"`                 // 办理地点
	Hours       string `json:"hours"`                 // 办理时间
	Handler     string `json:"handler,omitempty"`     // 承办人员, a post rather than a name (CAT-23)
	Phone       string `json:"phone"`                 // 咨询电话
	Supervision string `json:"supervision"`           // 监督投诉电话
	Standard    string `json:"standard,omitempty"`    // 服务标准
	Visits      int    `json:"visits"`                // 到现场次数 (APP-39)
	Remedies    string `json:"remedies,omitempty"`    // how to contest a decision; "" for the general sentence
	Supervising string `json:"supervising,omitempty"` // 事中事后监管: what is checked after a licence by commitment (APP-14)
}

// tidy makes empty lists of missing ones, so that two records that say the same are written the same, and readers of the
// JSON find a list where one belongs.
func (r *Record) tidy() {
	r.Basis, r.Conditions, r.Materials, r.Fees = listOf(r.Basis), listOf(r.Conditions), listOf(r.Materials), listOf(r.Fees)
	r.Audience, r.Themes, r.Plan.Steps, r.Form.Groups = listOf(r.Audience), listOf(r.Themes), listOf(r.Plan.Steps), listOf(r.Form.Groups)
	for n, g := range r.Form.Groups {
		if g.Fields == nil {
			groups := slices.Clone(r.Form.Groups) // others may read these
			groups[n].Fields = []Field{}
			r.Form.Groups = groups
		}
	}
}

func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Basis is one legal ground.
type Basis struct {
	Law     string `json:"law"`               // 《中华人民共和国食品安全法》
	Article string `json:"article,omitempty"` // 第三十五条
	Rank    Rank   `json:"rank"`
	For     string `json:"for,omitempty"`  // what it grounds: "" the item; procedure, limit, fee, material (APP-51)
	Note    string `json:"note,omitempty"` // what its reader must know: 由实施部门核对
}

// Rank is how high a legal ground stands. An item whose only ground is Local cannot be published (CAT-18).
type Rank string

// The ranks.
const (
	Law        Rank = "law"        // 法律
	Regulation Rank = "regulation" // 行政法规、国务院决定
	Ministry   Rank = "ministry"   // 部门规章
	Provincial Rank = "provincial" // 地方性法规、省政府规章
	Document   Rank = "document"   // 上级规范性文件
	Local      Rank = "local"      // 本地自定
)

// Limit is how long something may take. Amount 0 means at once, on the spot.
type Limit struct {
	Amount int           `json:"amount"`
	Unit   deadline.Unit `json:"unit"`
	Basis  string        `json:"basis,omitempty"` // what sets it (APP-51)
	Note   string        `json:"note,omitempty"`
}

// When narrows something to applicants whose answers to the scenario questions fit: every one of them must (CAT-31).
// None means always.
type When []Fits

// Fits is met by an answer to a scenario question that is one of Values.
type Fits struct {
	Question string   `json:"question"`
	Values   []string `json:"values"`
}

// Question is asked of an applicant so that the guide speaks of his own case only.
type Question struct {
	Code    string   `json:"code"`
	Ask     string   `json:"ask"`
	Options []Option `json:"options"`
}

// Option is one of several answers.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Condition is one thing that an applicant must meet.
type Condition struct {
	Text string `json:"text"`
	When When   `json:"when,omitempty"`
}

// Material is a paper or file to hand in. Code names the paper itself: two items that ask for the same Code ask for the
// same thing, and a bundle asks for it once.
type Material struct {
	Code      string    `json:"code"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`                // 申请表、证照、证明、图纸、合同、报告、照片、其他
	Necessity Necessity `json:"necessity"`           //
	Source    Source    `json:"source"`              //
	Issuer    string    `json:"issuer,omitempty"`    // 出具机构
	Originals int       `json:"originals"`           // 原件份数
	Copies    int       `json:"copies"`              // 复印件份数
	Paperless bool      `json:"paperless,omitempty"` // an electronic file is enough
	Shared    bool      `json:"shared,omitempty"`    // fetched from another department: not asked of the applicant
	Valid     int       `json:"valid,omitempty"`     // months after issue during which it may be used again, 0 while unchanged
	Basis     string    `json:"basis,omitempty"`     // what law asks for it
	Note      string    `json:"note,omitempty"`      // 填报须知、受理标准
	Sample    string    `json:"sample,omitempty"`    // text of a filled-in sample (CAT-20)
	When      When      `json:"when,omitempty"`
}

// Necessity tells whether an application can be accepted without a material.
type Necessity string

// Tolerable materials may follow by a date (容缺); Optional ones are welcome.
const (
	Required  Necessity = "required"  // 必要
	Tolerable Necessity = "tolerable" // 可容缺
	Optional  Necessity = "optional"  // 非必要
)

// Source is where an applicant gets a material from.
type Source string

// The sources of a material.
const (
	ByApplicant  Source = "applicant"    // 申请人自备
	ByGovernment Source = "government"   // 政府部门核发
	ByThirdParty Source = "intermediary" // 中介机构出具
)

// Fee is something to pay. Amount is in fen and equals that of the governing document (CAT-08).
type Fee struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Amount   int64  `json:"amount"`
	Unit     string `json:"unit,omitempty"` // 元/证
	Document string `json:"document"`       // number of the governing document
	Basis    string `json:"basis"`
	Relief   string `json:"relief,omitempty"` // when it is reduced or waived
}

// Result is what an applicant receives.
type Result struct {
	Kind   string `json:"kind"` // 证照、批文、登记、其他
	Name   string `json:"name"`
	Months int    `json:"months,omitempty"` // how long it is valid; 0 without end
	Text   string `json:"text,omitempty"`   // template of what it certifies, with {name}, {subject} and form fields
}

// Answer is a frequent question with its answer.
type Answer struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// OnSpot reports whether the item may be decided at the window, at once (TIME-38). An instant item with a plan of steps is
// not: it is done the same day, by who has the step.
func (r *Record) OnSpot() bool { return r.Plan.Model == OnTheSpot || r.Flags.FormalOnly }

// Flags are yes-or-no facts that drive how an item is handled.
type Flags struct {
	Online      bool `json:"online,omitempty"`      // 可网办
	NoMeeting   bool `json:"noMeeting,omitempty"`   // 不见面 (CAT-26)
	Instantly   bool `json:"instantly,omitempty"`   // 秒批 (CAT-26)
	SelfService bool `json:"selfService,omitempty"` // 自助终端 (CAT-27)
	AnyWindow   bool `json:"anyWindow,omitempty"`   // 一窗通办 (CAT-25, APP-10)
	FormalOnly  bool `json:"formalOnly,omitempty"`  // 形式要件审查: decided on the spot (CAT-35)
	Commitment  bool `json:"commitment,omitempty"`  // 告知承诺 (APP-14)
	Tolerance   bool `json:"tolerance,omitempty"`   // 容缺受理
	Appointment bool `json:"appointment,omitempty"` // 可预约
	Mail        bool `json:"mail,omitempty"`        // 可邮寄
	Pay         bool `json:"pay,omitempty"`         // 可网上支付
	Project     bool `json:"project,omitempty"`     // 工程建设或产业转移: promised at most a third (TIME-24)
	Green       bool `json:"green,omitempty"`       // 绿色通道 (APP-24)
	Default     bool `json:"default,omitempty"`     // 缺席默认、超时默认 may apply to its internal opinions (GAP-21)
	Village     bool `json:"village,omitempty"`     // handled at township or village centres (CAT-24)
}

// set names the facts that hold, by FlagWords.
func (f Flags) set() (out []string) {
	v := reflect.ValueOf(f)
	for _, w := range FlagWords {
		if part(v, w.Key).Bool() {
			out = append(out, w.Key)
		}
	}
	return out
}
