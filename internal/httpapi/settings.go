package httpapi

import "huying/internal/policy"

const (
	setSessionIdle    = "web.session.idle"
	setSessionLongest = "web.session.longest"
	setFileSize       = "web.file.size"
	setSubmissions    = "web.submit.hourly"
	setExportRows     = "web.export.rows"
	setUploads        = "web.upload.hourly"
	setPapers         = "web.paper.hourly"
	setAddress        = "web.address"
	setQueryAttempts  = "hotline.query.attempts"
)

// Settings is the table that this package gives to policy.
var Settings = []policy.Def{
	{Key: setSessionIdle, Label: "无操作自动退出时间", Help: "登录后超过这一时间没有操作的，须重新登录。", Rule: "AUD-07", Kind: policy.Int, Default: "30", Min: 5, Max: 720, Unit: "分钟"},
	{Key: setSessionLongest, Label: "一次登录最长时间", Help: "不论是否有操作，登录满这一时间须重新登录。", Rule: "AUD-07", Kind: policy.Int, Default: "12", Min: 1, Max: 24, Unit: "小时"},
	{Key: setAddress, Label: "办事网站的公开网址", Help: "印在告知单等文书的二维码里，如 https://zw.example.gov.cn；不填则不印二维码。", Rule: "CAT-22", Kind: policy.Text, Default: "", Min: 0, Max: 200},
	{Key: setFileSize, Label: "单个附件大小上限", Rule: "AUD-10", Kind: policy.Int, Default: "20", Min: 1, Max: 200, Unit: "MB"},
	{Key: setSubmissions, Label: "同一来源地址每小时可提交的诉求数、申请数", Help: "多人共用一个出口地址的场所应适当放宽。", Rule: "HOT-83", Kind: policy.Int, Default: "30", Min: 1, Max: 10000, Unit: "件"},
	{Key: setUploads, Label: "同一来源地址每小时可上传的文件数", Help: "网上申请随申请表上传的材料。多人共用一个出口地址的场所应适当放宽。", Rule: "APP-07", Kind: policy.Int, Default: "300", Min: 10, Max: 100000, Unit: "个"},
	{Key: setPapers, Label: "同一来源地址每小时可打印的公开文书数", Help: "办事指南、空白表格、办事目录、授权委托书等PDF。多人共用一个出口地址的场所应适当放宽。", Rule: "CAT-20", Kind: policy.Int, Default: "120", Min: 10, Max: 100000, Unit: "份"},
	{Key: setExportRows, Label: "一次导出的最多行数", Rule: "AUD-07", Kind: policy.Int, Default: "20000", Min: 100, Max: 200000, Unit: "行"},
}
