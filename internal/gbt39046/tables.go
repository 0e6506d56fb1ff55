package gbt39046

// The names of the groups that repeat within a row.
const (
	Materials = "材料" // of tables 4 and 5
)

// The elements by whose names lengths are set.
const (
	BasicCode = "基本编码"
	ItemCode  = "实施编码"
	CaseCode  = "办件编号"
)

// Sets are tables 4 to 9 of the standard, their elements in its order.
var Sets = []Set{
	{4, "事项管理", []Element{
		{Number: 1, Name: "事项名称", Format: "an..200", Must: true}, {Number: 2, Name: BasicCode, Format: "an..10", Must: true}, {Number: 3, Name: ItemCode, Format: "an..24", Must: true},
		{Number: 4, Name: "事项类型"}, {Number: 5, Name: "事项类型代码", Format: "n2", Codes: ItemTypes, From: "11", Must: true}, {Number: 6, Name: "设定依据", Format: "a..1000"},
		{Number: 7, Name: "行使层级"}, {Number: 8, Name: "行使层级代码", Format: "n1", Codes: Levels}, {Number: 9, Name: "权限划分"}, {Number: 10, Name: "行使内容"},
		{Number: 11, Name: "实施主体", Format: "an..100", Must: true}, {Number: 12, Name: "实施主体代码", Format: "an..18", Must: true}, {Number: 13, Name: "实施主体性质"}, {Number: 14, Name: "实施主体性质代码", Format: "n1", Codes: Natures},
		{Number: 15, Name: "法定办结时限", Format: "n..4"}, {Number: 16, Name: "法定办结时限单位"}, {Number: 17, Name: "法定办结时限说明"},
		{Number: 18, Name: "承诺办结时限", Format: "n..4"}, {Number: 19, Name: "承诺办结时限单位"}, {Number: 20, Name: "承诺办结时限说明"},
		{Number: 21, Name: "受理条件"}, {Number: 22, Name: "办理流程"}, {Number: 23, Name: "共同实施部门"}, {Number: 24, Name: "共同实施部门代码"}, {Number: 25, Name: "承办机构"}, {Number: 26, Name: "承办机构代码"},
		{Number: 27, Name: "中介服务"}, {Number: 28, Name: "数量限制"}, {Number: 29, Name: "结果名称"}, {Number: 30, Name: "结果样本"}, {Number: 31, Name: "是否收费", Format: "n1", Codes: YesNo}, {Number: 32, Name: "收费依据"},
		{Number: 33, Name: "通办范围代码", Format: "n1", Codes: Scopes}, {Number: 34, Name: "服务对象"}, {Number: 35, Name: "服务对象代码", Format: "n1", Codes: Subjects, Many: true},
		{Number: 36, Name: "服务主题"}, {Number: 37, Name: "法人服务主题代码"}, {Number: 38, Name: "自然人服务主题代码"}, {Number: 39, Name: "办理形式"}, {Number: 40, Name: "办理形式代码", Format: "n1", Codes: Ways, Many: true},
		{Number: 41, Name: "特别程序"}, {Number: 42, Name: "行政管辖"}, {Number: 43, Name: "行政管辖代码", Format: "n..12"},
		{Number: 44, Name: "是否支持预约办理", Format: "n1", Codes: YesNo}, {Number: 45, Name: "是否支持网上支付", Format: "n1", Codes: YesNo}, {Number: 46, Name: "是否支持物流快递", Format: "n1", Codes: YesNo},
		{Number: 47, Name: "是否网办", Format: "n1", Codes: YesNo}, {Number: 48, Name: "网办地址"}, {Number: 49, Name: "运行系统层级"}, {Number: 50, Name: "办理地点"}, {Number: 51, Name: "办理时间"},
		{Number: 52, Name: "咨询方式"}, {Number: 53, Name: "咨询电话"}, {Number: 54, Name: "监督电话"}, {Number: 55, Name: "常见问题"},
		{Number: 56, Name: "材料名称", Group: Materials, Must: true}, {Number: 57, Name: "出具机构", Group: Materials}, {Number: 58, Name: "出具时间要求", Group: Materials}, {Number: 59, Name: "材料办理说明", Group: Materials},
		{Number: 60, Name: "材料办理地点", Group: Materials}, {Number: 61, Name: "材料使用说明", Group: Materials}, {Number: 62, Name: "原件份数", Format: "n..2", Group: Materials}, {Number: 63, Name: "复印件份数", Format: "n..2", Group: Materials},
		{Number: 64, Name: "是否必备材料", Format: "n1", Codes: YesNo, Group: Materials, Must: true},
	}},
	{5, "办事申请", []Element{
		{Number: 1, Name: CaseCode, Format: "an..50", Must: true}, {Number: 2, Name: ItemCode, Format: "an..24", Must: true}, {Number: 3, Name: "事项名称", Format: "an..200", Must: true},
		{Number: 4, Name: "办件类型"}, {Number: 5, Name: "办件类型代码", Format: "n1", Codes: Classes, Must: true}, {Number: 6, Name: "申请者名称", Must: true},
		{Number: 7, Name: "申请者证件类型代码", Format: "n3"}, {Number: 8, Name: "申请者证件号码", Format: "an..18"}, {Number: 9, Name: "联系人/代理人姓名"}, {Number: 10, Name: "联系人/代理人证件类型代码", Format: "n3"},
		{Number: 11, Name: "联系人/代理人证件号码", Format: "an..18"}, {Number: 12, Name: "联系人手机号码"}, {Number: 13, Name: "邮政编码", Format: "n6"}, {Number: 14, Name: "通讯地址"}, {Number: 15, Name: "法定代表人"},
		{Number: 16, Name: "申报来源代码", Format: "n1", Codes: Ways, Must: true}, {Number: 17, Name: "申请时间", Format: "datetime", Must: true}, {Number: 18, Name: "投资项目编号", Format: "an..24"}, {Number: 19, Name: "行政区划", Format: "n..9", Must: true},
		{Number: 20, Name: CaseCode, Format: "an..50", Group: Materials}, {Number: 21, Name: "材料名称", Group: Materials, Must: true}, {Number: 22, Name: "是否收取", Format: "n1", Codes: YesNo, Group: Materials},
		{Number: 23, Name: "收取方式", Group: Materials}, {Number: 24, Name: "收取数量", Format: "n..4", Group: Materials}, {Number: 25, Name: "收取时间", Format: "datetime", Group: Materials}, {Number: 26, Name: "附件实体", Group: Materials},
	}},
	{6, "事项受理", []Element{
		{Number: 1, Name: CaseCode, Format: "an..50", Must: true}, {Number: 2, Name: BasicCode, Format: "an..10", Must: true}, {Number: 3, Name: ItemCode, Format: "an..24", Must: true}, {Number: 4, Name: "事项名称", Format: "an..200", Must: true},
		{Number: 5, Name: "受理单位名称", Must: true}, {Number: 6, Name: "受理单位统一社会信用代码", Format: "an..18"}, {Number: 7, Name: "受理人员"}, {Number: 8, Name: "受理时间", Format: "datetime", Must: true},
		{Number: 9, Name: "受理文书编号", Format: "an..30"}, {Number: 10, Name: "承诺办结时间", Format: "datetime"}, {Number: 11, Name: "办件类型"}, {Number: 12, Name: "办件类型代码", Format: "n1", Codes: Classes, Must: true}, {Number: 13, Name: "行政区划", Format: "n..9", Must: true},
	}},
	{7, "事项办理", []Element{
		{Number: 1, Name: CaseCode, Format: "an..50", Must: true}, {Number: 2, Name: "业务动作", Codes: Moves, Must: true}, {Number: 3, Name: "环节名称", Must: true}, {Number: 4, Name: "环节处理人"}, {Number: 5, Name: "环节处理意见", Format: "an..1000"},
		{Number: 6, Name: "环节开始时间", Format: "datetime", Must: true}, {Number: 7, Name: "环节结束时间", Format: "datetime", Must: true}, {Number: 8, Name: "处理单位名称"}, {Number: 9, Name: "处理单位统一社会信用代码", Format: "an..18"},
		{Number: 10, Name: "环节办理状态代码", Format: "n1", Codes: Standing, Must: true}, {Number: 11, Name: "特别程序种类名称"}, {Number: 12, Name: "特别程序种类代码", Format: "n1", Codes: Specials}, {Number: 13, Name: "特别程序开始时间", Format: "datetime"},
		{Number: 14, Name: "特别程序启动理由或依据"}, {Number: 15, Name: "申请人"}, {Number: 16, Name: "特别程序结束时间", Format: "datetime"}, {Number: 17, Name: "特别程序结果"}, {Number: 18, Name: "特别程序办理意见"},
		{Number: 19, Name: "办理单位名称"}, {Number: 20, Name: "办理单位统一社会信用代码", Format: "an..18"}, {Number: 21, Name: "办理人"},
	}},
	{8, "事项办结", []Element{
		{Number: 1, Name: CaseCode, Format: "an..50", Must: true}, {Number: 2, Name: "办理人姓名"}, {Number: 3, Name: "办结时间", Format: "datetime", Must: true}, {Number: 4, Name: "结果证照名称"}, {Number: 5, Name: "结果证照编号"},
		{Number: 6, Name: "办件结果描述", Must: true}, {Number: 7, Name: "证照有效期限"}, {Number: 8, Name: "发证/盖章单位"}, {Number: 9, Name: "行政区划", Format: "n..9", Must: true}, {Number: 10, Name: "是否快递寄送结果", Format: "n1", Codes: YesNo}, {Number: 11, Name: "是否收费", Format: "n1", Codes: YesNo},
	}},
	{9, "政务服务绩效评价", []Element{
		{Number: 1, Name: CaseCode, Format: "an..50", Must: true}, {Number: 2, Name: "评价渠道", Codes: Channels, Must: true}, {Number: 3, Name: "评价人"}, {Number: 4, Name: "评价时间", Format: "datetime", Must: true}, {Number: 5, Name: "评价次数", Format: "n..2"},
		{Number: 6, Name: "满意度"}, {Number: 7, Name: "满意度代码", Format: "n1", Codes: Grades, Must: true}, {Number: 8, Name: "文字评价"}, {Number: 9, Name: "行政区划", Format: "n..9", Must: true},
	}},
}
