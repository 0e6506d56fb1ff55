package demo

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/clock"
)

// about are words of which a title of a category has at least one.
var about = map[string]string{
	"公共安全": "爆裂|燃气|塌陷|高压线|倒伏|水位", "水电气": "自来水|天然气|停电|燃气表", "城市管理": "路灯|垃圾|井盖|积水|厕所|停车位|占道|占用|流浪犬|违法改建|招牌", "交通出行": "公交|乘车|减速带|信号灯|货车",
	"社会保障": "养老|失业|社保|津贴|救助|低保|老人|老年|工资", "医疗卫生": "就医|医保|生育|接种|卫生院", "教育": "入学|学区|培训|校门|课后", "住房建设": "住房|电梯|维修资金|宅基地|物业|改建|新房", "户籍证照": "居住证|身份证|注册登记",
	"市场价格": "电价|收费|标价", "食品安全": "食材", "消费维权": "预付卡", "农业农村": "补贴|水渠|病虫害|土地流转", "环境保护": "噪声|河道|异味|油烟", "文化旅游": "图书",
}

// names lists every place of the city with the township it lies in, the longest name first.
func names() (out []struct{ name, township string }) {
	for _, here := range places() {
		all := append(append([]string{here.name}, here.roads...), here.estates...)
		for _, v := range here.villages {
			all = append(all, v.name)
		}
		for _, name := range all {
			out = append(out, struct{ name, township string }{name, here.id})
		}
	}
	slices.SortStableFunc(out, func(a, b struct{ name, township string }) int { return cmp.Compare(len(b.name), len(a.name)) })
	return out
}

// Whatever citizens say, the place they speak of is the place of the order, the category is that of the matter, and the text
// reads like one that somebody said.
func TestAppealsAreOfOnePlace(t *testing.T) {
	all := names()
	rapid.Check(t, func(r *rapid.T) {
		hour := rapid.IntRange(0, 23).Draw(r, "hour")
		p := newPlay(ctx, Services{Clock: clock.At(at("2026-03-04 00:30").Add(time.Duration(hour) * time.Hour))}, Options{Seed: rapid.Uint64().Draw(r, "seed")})
		p.city.places = places()
		for range 5 {
			l := &life{play: p, m: pick(p, matters)}
			l.kind = l.m.kind
			where := p.newScene()
			in := l.appeal(where)
			text := in.Title + "\n" + in.Body
			if in.Region != where.spot.id || !strings.HasPrefix(in.Place, where.spot.name) || strings.ContainsAny(text+in.Place, "{}") {
				r.Fatalf("%s is at %s: %s", in.Title, in.Place, in.Body)
			}
			rest := text
			for _, n := range all {
				if !strings.Contains(rest, n.name) {
					continue
				}
				rest = strings.ReplaceAll(rest, n.name, "某")
				if n.township != where.township.id {
					r.Errorf("%s of another township in: %s", n.name, text)
				}
				if n.name != where.township.name && !strings.Contains(in.Place, n.name) {
					r.Errorf("%s is not at %s: %s", n.name, in.Place, text)
				}
			}
			if !regexp.MustCompile(cmp.Or(about[in.Category], "没有这个分类")).MatchString(in.Title) {
				r.Errorf("%s is no matter of %s", in.Title, in.Category)
			}
			for _, said := range []string{in.Title, in.Body, in.Place, l.answer()} {
				if twice := repeated(said); twice != "" {
					r.Errorf("%q stands twice in: %s", twice, said)
				}
			}
			if n := []rune(in.Caller.Name); len(n) != 3 || !slices.Contains([]string{"先生", "女士"}, string(n[1:])) || !strings.HasPrefix(in.Caller.Phone, "199008") {
				r.Errorf("%s could be somebody", in.Caller.Name)
			}
		}
	})
}

// repeated finds characters that follow upon themselves.
func repeated(text string) string {
	runes := []rune(text)
	for size := 2; size <= 8; size++ {
		for i := 0; i+2*size <= len(runes); i++ {
			if a := string(runes[i : i+size]); a == string(runes[i+size:i+2*size]) {
				return a
			}
		}
	}
	return ""
}
