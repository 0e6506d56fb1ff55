package demo

import (
	"huying/internal/approval"
	"huying/internal/catalog"
)

// Set phrases of the windows, of the sections and of applicants.
var (
	remarks = []string{"请问什么时候可以来取？", "材料已按要求重新上传，请查收。", "希望能邮寄，来回一趟不方便。", "窗口工作人员讲解很清楚，谢谢。"}
	changes = []string{"经营计划有变，暂不办理。", "选址变更，重新准备材料后再申请。", "家里商量后决定不办了。"}
	urgent  = []string{"涉及群众基本生活，列入绿色通道。", "重点项目配套事项，列入绿色通道。"}

	commitments = []string{"已知晓告知的全部条件和要求。", "所提交材料真实、合法、有效。", "现场条件已符合规定，愿意接受核查。", "承诺不实的，自愿承担撤销决定等后果。"}
	checked     = map[string][]string{
		"pass":    {"现场条件与承诺一致，核查通过。", "设施和人员均符合要求，与承诺内容相符。"},
		"correct": {"部分设施未按承诺配置到位，责令限期整改。", "管理制度未上墙，从业人员证明不齐，责令限期整改。"},
		"revoke":  {"现场不具备承诺的基本条件，且拒不整改，承诺不实。"},
	}
	passed = map[catalog.StepKind][]string{
		catalog.Review: {"材料齐全，内容真实，符合法定条件，建议进入下一环节。", "经审查，申请事项符合规定。"}, catalog.Verify: {"同意审查意见。", "经复核，事实清楚，依据准确。"},
		catalog.Check: {"两名工作人员到场核查，场所、设施和人员符合要求。", "现场核查合格，记录已由申请人签字。"}, catalog.Survey: {"现场踏勘完毕，位置和面积与申请材料一致。", "踏勘时间、地点已提前告知，现场情况属实。"},
		catalog.Publish: {"公示期满，未收到异议。"}, catalog.Opinions: {"各部门意见已汇总，均无不同意见。"}, catalog.Meeting: {"会商形成一致意见，同意继续办理，会议纪要存档。"},
		catalog.Superior: {"上级机关已批准。", "上级审批意见：同意。"},
	}
	stances = map[string][]string{
		"agree": {"经研究，无不同意见。", "符合本部门管理要求，同意。"}, "conditional": {"原则同意，请申请人在开工前办理相关手续。", "同意，施工期间应保持道路畅通。"},
	}
	outcomes = []string{"已按程序完成，结论合格，记录存档。", "专家意见：符合技术要求，建议通过。", "已完成，未发现影响审批的问题。"}
	rulings  = map[string][]string{"own": {"承办人员未跟踪期限，系自身责任造成超时。"}, "justified": {"因系统切换停办一日，情况属实，有正当理由。"}}
)

// denials are applications that a window does not take.
var denials = []approval.Denial{
	{Ground: "outside", Reason: "该事项由上一级机关实施，不属于本机关职权范围。", Basis: "《中华人民共和国行政许可法》第三十二条第一款第二项", Redirect: "市级政务服务中心相应窗口"},
	{Ground: "needless", Reason: "所申请的活动依法不需要取得许可。", Basis: "《中华人民共和国行政许可法》第三十二条第一款第一项"},
}

// refusing are decisions against the applicant, with reasons and the legal ground (APP-38).
var refusing = []approval.DecisionForm{
	{Outcome: "refuse", Reasons: "经现场核查，场所条件不符合规定的标准，且不能在期限内整改到位。", Basis: "《中华人民共和国行政许可法》第三十八条第二款"},
	{Outcome: "refuse", Reasons: "提交的证明材料与核实情况不一致，不符合法定条件。", Basis: "《中华人民共和国行政许可法》第三十八条第二款"},
}
