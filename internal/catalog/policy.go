package catalog

import "huying/internal/policy"

// The settings of the catalogue.
const (
	setBasicCode     = "catalog.code.basic"
	setItemCode      = "catalog.code.item"
	setClasses       = "catalog.classes"
	setOrdinaryParts = "catalog.cut.ordinary.parts"
	setOrdinaryWhole = "catalog.cut.ordinary.whole"
	setProjectParts  = "catalog.cut.project.parts"
	setProjectWhole  = "catalog.cut.project.whole"
	setCheckers      = "catalog.check.people"
	setJointLimit    = "catalog.limit.joint"
	setSevenOpen     = "catalog.template.seven"
	setOpenForm      = "catalog.open.form"
	setOpenLimit     = "catalog.open.limit"
	setOpenScope     = "catalog.open.scope"
	setOpenProcedure = "catalog.open.procedure"
	setTextLength    = "catalog.form.text"
	setPassageLength = "catalog.form.passage"
	setTemplates     = "catalog.templates"
	setListed        = "catalog.directory.most"
	setGeneralRemedy = "catalog.remedy"
)

// Policies is the catalogue's table of settings.
var Policies = []policy.Def{
	{Key: setBasicCode, Label: "事项基本编码位数", Help: "国家标准印为10位，全国一体化平台用12位。", Rule: "CAT-20", Kind: policy.Int, Default: "12", Min: 4, Max: 20, Unit: "位"},
	{Key: setItemCode, Label: "事项实施编码位数", Help: "实施主体的统一社会信用代码18位、行使层级1位，其后为基本编码。", Rule: "CAT-20", Kind: policy.Int, Default: "31", Min: 10, Max: 50, Unit: "位"},
	{Key: setClasses, Label: "启用的办件类型", Rule: "GAP-18", Kind: policy.List, Default: "instant,promised,upward,joint,answered", Min: 1, Max: len(Classes), Options: options(Classes)},
	{Key: setOrdinaryParts, Label: "一般事项承诺时限至少压缩（分子）", Help: "比照压缩前的承诺时限。", Rule: "TIME-23", Kind: policy.Int, Default: "1", Min: 0, Max: 99},
	{Key: setOrdinaryWhole, Label: "一般事项承诺时限至少压缩（分母）", Rule: "TIME-23", Kind: policy.Int, Default: "3", Min: 1, Max: 100},
	{Key: setProjectParts, Label: "项目类事项承诺时限至少压缩（分子）", Help: "比照法定时限。", Rule: "TIME-24", Kind: policy.Int, Default: "2", Min: 0, Max: 99},
	{Key: setProjectWhole, Label: "项目类事项承诺时限至少压缩（分母）", Rule: "TIME-24", Kind: policy.Int, Default: "3", Min: 1, Max: 100},
	{Key: setJointLimit, Label: "联办件承诺时限的上限", Help: "行政许可法第四十二条。", Rule: "APP-16", Kind: policy.Int, Default: "45", Min: 1, Max: 90, Unit: "日"},
	{Key: setCheckers, Label: "实质核查的最少人数", Help: "行政许可法第三十四条。", Kind: policy.Int, Default: "2", Min: 2, Max: 10, Unit: "人"},
	{Key: setTemplates, Label: "发布前必须填写完整的模板", Rule: "GAP-20", Kind: policy.List, Default: "guide,slip,six,seven", Max: len(Templates), Options: options(templateWords())},
	{Key: setSevenOpen, Label: "大厅“七公开”模板", Rule: "GAP-19", Kind: policy.Enum, Default: "a", Options: []policy.Option{{Value: "a", Label: "服务事项、申办条件、办事程序、申报材料、承诺时限、收费依据、收费标准"}, {Value: "b", Label: "收费项目、审批项目、办事程序、前置条件、收费标准、收费依据、服务时限"}}},
	{Key: setOpenForm, Label: "事项的公开形式", Rule: "DIS-05", Kind: policy.Text, Default: "政务服务网站、服务大厅公示栏、触摸屏", Min: 1, Max: 200},
	{Key: setOpenLimit, Label: "事项的公开时限", Rule: "DIS-05", Kind: policy.Text, Default: "长期公开，变更后随时更新", Min: 1, Max: 200},
	{Key: setOpenScope, Label: "事项的公开范围", Rule: "DIS-05", Kind: policy.Text, Default: "面向社会", Min: 1, Max: 200},
	{Key: setOpenProcedure, Label: "事项的公开程序", Rule: "DIS-05", Kind: policy.Text, Default: "部门编制、政务服务中心审核后发布", Min: 1, Max: 200},
	{Key: setTextLength, Label: "表单单行文字最多字数", Rule: "CAT-31", Kind: policy.Int, Default: "200", Min: 20, Max: 1000, Unit: "字"},
	{Key: setPassageLength, Label: "表单多行文字最多字数", Rule: "CAT-31", Kind: policy.Int, Default: "2000", Min: 100, Max: 20000, Unit: "字"},
	{Key: setListed, Label: "纸质办事目录最多列出的事项数", Help: "超出的不印，目录上注明请在网上查看。", Rule: "CAT-20", Kind: policy.Int, Default: "500", Min: 1, Max: 2000, Unit: "项"},
	{Key: setGeneralRemedy, Label: "一般救济途径", Help: "行政许可法第三十八条。", Kind: policy.Text, Default: "对决定不服的，可以自收到决定之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。", Min: 1, Max: 500},
}

// options are the words of a closed list as choices of a setting.
func options(words []Word) []policy.Option {
	out := make([]policy.Option, len(words))
	for i, w := range words {
		out[i] = policy.Option{Value: w.Key, Label: w.Label}
	}
	return out
}
