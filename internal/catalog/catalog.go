// Package catalog is the service catalogue (事项库): what a citizen or a firm may apply for, from whom, on what legal
// basis, with which materials, within which limit and by which flow. An item (事项) is a record with versions; what is
// under way stays bound to the version it began under. Every change of an item is a case with a reason (CAT-09), and
// the guide, the notice on the wall, the form and the drawing of the flow are all made from the one record.
//
// The package stands between the kernel and the areas: applications, the hall and ratings read it, it knows none of them.
package catalog

// Tier is an item's place in the tree: a main item groups sub-items, a sub-item handling items; only handling items are
// applied for (CAT-28).
type Tier string

// The three tiers.
const (
	Main     Tier = "main"     // 主项
	Sub      Tier = "sub"      // 子项
	Handling Tier = "handling" // 办理项
)

// Status is where an item stands.
type Status string

// The life of an item (CAT-10, CAT-15). A cancelled item stays readable, and nothing can be entered under it (CAT-08).
const (
	Drafted   Status = "drafted"   // 编制中: never published
	Published Status = "published" // 在用
	Suspended Status = "suspended" // 暂停
	Cancelled Status = "cancelled" // 取消
)

// Type is the kind of power behind an item: the seven of CAT-02, and public services (GAP-28).
type Type string

// The types of an item.
const (
	Licence       Type = "licence"      // 行政许可
	Forwarding    Type = "forwarding"   // 审核转报
	Confirmation  Type = "confirmation" // 行政确认
	Benefit       Type = "benefit"      // 行政给付
	Levy          Type = "levy"         // 行政征收
	Entrusted     Type = "entrusted"    // 国家委托实施
	OtherPower    Type = "other"        // 其他权力
	PublicService Type = "service"      // 公共服务
)

// Class is how an item is handled (CAT-36, GAP-18).
type Class string

// The classes of handling.
const (
	Instant  Class = "instant"  // 即办件
	Promised Class = "promised" // 承诺件
	Upward   Class = "upward"   // 上报件
	Joint    Class = "joint"    // 联办件
	Answered Class = "answered" // 明确答复
)

// Audience is whom an item serves (GB/T 39046 A.4); the entry for citizens shows Individual, that for firms the rest
// (CAT-21).
type Audience string

// The audiences.
const (
	Individual Audience = "individual" // 自然人
	Enterprise Audience = "enterprise" // 企业法人
	Public     Audience = "public"     // 事业法人
	Society    Audience = "society"    // 社会组织法人
	Agency     Audience = "agency"     // 行政机关
	OtherBody  Audience = "body"       // 其他组织
)

// Level is the level of government that exercises the power (GB/T 39046 A.2).
type Level string

// The levels.
const (
	National  Level = "national"
	Province  Level = "province"
	City      Level = "city"
	County    Level = "county"
	Township  Level = "township"
	Village   Level = "village"
	ByLevels  Level = "levels" // 分级管理
	Undefined Level = ""
)
