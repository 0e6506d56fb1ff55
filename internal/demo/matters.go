package demo

// matter is one thing that citizens bring, with what they say, whose it is, and what is answered. In the texts {地} is
// a village or community, {镇} its township, {路} a road and {小区} an estate there, {时} when it happened, {天} how long
// it has lasted, {久} the same of what lasts for months.
type matter struct {
	category string
	kind     string // key of hotline.Kinds
	title    string
	said     []string
	dept     string // id of the competent office; "" is the township's own
	wrong    string // to whom it is sometimes sent by mistake
	assist   string // who helps
	keys     string // words by which a ruling finds it again
	answer   []string
}

// matters is everything the city talks about: consultations, requests, suggestions, complaints and emergencies.
var matters = append(append(append([]matter{}, consultations...), requests...), append(append(suggestions, complaints...), emergencies...)...)

// ofKind lists the matters of one kind, in the order of the tables.
func ofKind(kind string) []matter {
	var out []matter
	for _, m := range matters {
		if m.kind == kind {
			out = append(out, m)
		}
	}
	return out
}

var emergencies = []matter{
	{"公共安全", "emergency", "{路}供水主管爆裂，路面大量积水", []string{"{路}{地}路口的供水主管{时}突然爆裂，水柱有一人多高，路面积水没过脚踝，车辆已经无法通行，请立即派人处理。", "{路}靠近{地}的供水主管爆了，{时}开始往外冒水，越来越大，已经漫进路边商铺，请尽快关阀抢修。"},
		"gsgs", "slj", "jtj", "供水 爆裂", []string{"抢修人员已到场关闭阀门并开挖修复，当日恢复供水，路面积水已排除，并向周边住户作了说明。"}},
	{"公共安全", "emergency", "{小区}楼道闻到浓重燃气味", []string{"{小区}三单元楼道里{时}开始有很重的燃气味，住户都不敢开灯，请赶紧来人检查。", "{小区}一楼住户家附近燃气味很浓，老人小孩已经下楼躲避，请立即处理。"},
		"rqgs", "zjj", "gaj", "燃气 气味", []string{"值守人员到场检测，系入户接头松动造成轻微泄漏，已更换接头并复测合格，逐户告知可以正常用气。"}},
	{"公共安全", "emergency", "{路}路面塌陷形成深坑", []string{"{路}{地}段路面{时}塌了一个大坑，深约一米，旁边没有任何警示，非常危险。", "{路}靠近{地}的机动车道突然塌陷，已经有电动车摔倒，请马上围挡。"},
		"jtj", "cgj", "gsgs", "路面 塌陷", []string{"已设置围挡和警示灯，安排专人疏导交通，回填修复后恢复通行，并对该路段地下管线进行排查。"}},
	{"公共安全", "emergency", "{地}高压线被大风刮断垂落路边", []string{"{时}大风把{地}路边的电线刮断了，线头垂在路边水沟旁，有人走动，十分危险。", "{地}路口的电杆被刮斜，高压线耷拉下来快碰到车顶，请立即断电处理。"},
		"gdgs", "gaj", "", "电线 断", []string{"已远程断电并派员现场处置，断线已重新架设，恢复供电前逐段巡查，未造成人员受伤。"}},
	{"公共安全", "emergency", "{路}大树倒伏压住车辆阻断交通", []string{"{路}一棵行道树{时}倒了，压住一辆停着的小车，整条路堵死了，请派人清理。", "{地}路口的大树被风吹倒横在{路}上，压住一辆小货车，救护车都过不去，请尽快清障。"},
		"cgj", "jtj", "gaj", "大树 倒", []string{"绿化抢险队已到场清理倒伏树木，道路恢复通行，并对沿线危树进行修剪加固。"}},
	{"公共安全", "emergency", "{地}河道水位暴涨有人被困", []string{"{地}河边{时}水位涨得很快，有两名钓鱼的人被困在河心滩上，请立即救援。", "{地}河里水位暴涨，桥下有人被水困住，水还在涨，请赶快通知救援队伍。"},
		"slj", "gaj", "", "水位 被困", []string{"应急队伍已将被困人员安全转移，沿河设置警示并加强巡查，对群众作了安全提醒。"}},
}

// refusals are appeals that the hotline does not take, one or two for each of the six grounds (HOT-40).
var refusals = []struct{ ground, title, said string }{
	{"outside_region", "反映外省某景区门票退款问题", "在外省一处景区网上买了门票，因行程变化没有去，对方不给退，想请本地帮忙处理。"},
	{"outside_region", "反映邻市物业收费问题", "本人在邻市购有住房，物业收费标准与合同不一致，希望协调。"},
	{"outside_subject", "请求介绍工作对象", "想请热线帮忙介绍对象，条件可以面谈。"},
	{"outside_subject", "要求查询他人中奖号码", "要求帮忙查询某期彩票的中奖情况并兑奖。"},
	{"in_procedure", "反映已起诉的合同纠纷", "与装修公司的合同纠纷已经在法院立案开庭，要求热线责令对方先赔付。"},
	{"in_procedure", "对正在复议的处罚决定提出异议", "对一份行政处罚决定已经申请行政复议，尚未作出决定，要求热线撤销处罚。"},
	{"secret", "要求提供他人住址和电话", "要求提供一名债务人的现住址和联系电话。"},
	{"unlawful", "要求协助办理虚假证明", "要求村里出具一份与事实不符的居住证明，未能办成，要求热线施压。"},
	{"vague", "反映有人办事不公", "称有人办事不公，但不愿说明时间、地点、单位和具体事项，无法核实。"},
	{"vague", "来电未说明具体事项", "来电称生活中有很多不满，经反复询问仍未说明具体诉求。"},
}

// redirections are appeals that belong elsewhere; the citizen is told where to ask (HOT-74).
var redirections = []struct{ title, said, advice string }{
	{"咨询省级奖学金评审进度", "孩子申请了省级奖学金，想了解评审进度。", "该事项由省教育主管部门办理，已告知其向省级政务服务热线咨询。"},
	{"咨询省际班车线路审批", "想了解一条跨省班车线路为何停运。", "跨省班线由省级交通运输主管部门审批，已告知咨询渠道。"},
	{"咨询仲裁申请程序", "与单位有劳动争议，想知道如何申请仲裁。", "已告知可携带材料到劳动人事争议仲裁院窗口申请，并说明所需材料。"},
	{"咨询法律援助申请条件", "经济困难，想申请法律援助，不知道找哪里。", "已告知可拨打12348法律服务热线或到法律援助中心申请。"},
}
