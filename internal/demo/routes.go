package demo

import "huying/internal/hotline"

// common are the rules for what citizens bring most often, in single everyday words; those made of the matters are
// narrower (HOT-80 to HOT-82).
func common() []hotline.RoutingRule {
	var out []hotline.RoutingRule
	for _, line := range []struct{ dept, words string }{
		{"cgj", "路灯 占道 油烟 噪音 噪声 垃圾 井盖 违建 搭建 广告 摊贩 公厕 绿化 遛狗"},
		{"gsgs", "停水 自来水 水压 水费 水表"}, {"gdgs", "停电 跳闸 电费 电表 变压器"}, {"rqgs", "燃气 天然气 煤气"},
		{"zjj", "物业 电梯 公租房 漏水 房屋质量 装修 公积金 积水"}, {"zrj", "房产证 不动产 征地 规划"}, {"jtj", "公交 公路 路面 出租车 客运"},
		{"gaj", "红绿灯 信号灯 违停 身份证 户口 居住证 流浪犬 赌博"}, {"rsj", "工资 社保 养老保险 失业 工伤 退休"}, {"ybj", "医保 报销 异地就医"},
		{"mzj", "低保 救助 高龄 养老院 殡葬"}, {"jyj", "入学 学校 学区 培训班 教师 校车"}, {"wjj", "医院 卫生院 疫苗 药品 生育"},
		{"scj", "食品 价格 退款 预付卡 假货 营业执照 超市 餐馆"}, {"sthj", "污水 异味 排放 粉尘 河水"}, {"slj", "河道 水渠 灌溉 水库"},
		{"nyj", "宅基地 农机 病虫害 耕地 养殖 种子"}, {"wlj", "旅游 景区 图书 文物"}, {"fgj", "停车费 电价 收费标准"},
	} {
		for _, word := range splitWords(line.words) {
			out = append(out, hotline.RoutingRule{Keywords: word, Dept: line.dept, Active: true})
		}
	}
	return out
}
