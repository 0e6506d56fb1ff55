package main

import (
	"regexp"
	"strings"

	"huying/internal/fault"
)

const usage = "command.usage"

// badUsage says in Chinese what kong found wrong with the command line.
func badUsage(err error) error {
	return fault.Newf(fault.Invalid, usage, "命令行有误：%s。用 huying --help 查看用法。", chineseUsage(err.Error()))
}

// usages are kong's sentences and ours; what stands in a bracket group is what the user wrote or the names of his choice.
var usages = []struct {
	english *regexp.Regexp
	chinese string
}{
	{regexp.MustCompile(`^unexpected argument (.+), did you mean (?:one of )?(.+)\?$`), "没有命令或参数 $1，是不是 $2"},
	{regexp.MustCompile(`^unknown flag (.+), did you mean (?:one of )?(.+)\?$`), "没有选项 $1，是不是 $2"},
	{regexp.MustCompile(`^unexpected (?:argument|token|flag argument) (.+)$`), "没有命令或参数 $1"},
	{regexp.MustCompile(`^unknown flag (.+)$`), "没有选项 $1"},
	{regexp.MustCompile(`^missing flags: (.+)$`), "缺少选项 $1"},
	{regexp.MustCompile(`^missing positional arguments (.+)$`), "缺少参数 $1"},
	{regexp.MustCompile(`^expected one of (.+)$`), "缺少命令，可用的有 $1"},
	{regexp.MustCompile(`^expected "(<.+)"$`), "缺少参数 $1"},
	{regexp.MustCompile(`^(.+) must be one of (.+) but got "(.*)"$`), "$1 只能是 $2 之一，不能是“$3”"},
	{regexp.MustCompile(`^(.+): expected a valid \d+ bit u?int but got "(.*)"$`), "$1 应为整数，不能是“$2”"},
	{regexp.MustCompile(`^(.+): expected duration but got "(.*?)".*$`), "$1 应为时长，例如 8s、5m，不能是“$2”"},
	{regexp.MustCompile(`^(.+): bool value must be .* but got "(.*)"$`), "$1 只能是 true 或 false，不能是“$2”"},
	{regexp.MustCompile(`^(.+): expected .+ value but got "(.*)" \(.+\); perhaps try (.+)\?$`), "$1 后面缺少内容；如果就是“$2”，请写成 $3"},
	{regexp.MustCompile(`^(.+): (?:expected .+ value but got|missing value).*$`), "$1 后面缺少内容"},
}

// chineseUsage translates a sentence of kong's; one that is not known says that much, not a word of another language.
func chineseUsage(text string) string {
	for _, u := range usages {
		if m := u.english.FindStringSubmatchIndex(text); m != nil {
			said := string(u.english.ExpandString(nil, u.chinese, text, m))
			return strings.NewReplacer(`","`, "、", `", "`, "、", `"`, "", ", ", "、").Replace(said)
		}
	}
	return "无法理解所写的内容"
}
