package insight

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var everyday = bar{least: 3, rise: 50, spread: 1.645}

func periodOf(titles ...string) contents { return contents{read: int64(len(titles)), titles: titles} }

func named(list []Topic) string {
	var out []string
	for _, t := range list {
		out = append(out, t.Word)
	}
	return strings.Join(out, " ")
}

func times(n int, title string) (out []string) {
	for range n {
		out = append(out, title)
	}
	return out
}

// A run is cut into known words; nothing is lost, and nothing but known words and single characters comes out.
func TestSplitKeepsEveryCharacter(t *testing.T) {
	for run, want := range map[string]string{"望江大道路灯不亮": "望 江 大道 路灯 不亮", "咨询异地就医备案手续": "咨询 异地就医备案 手续", "拖欠农民工工资": "拖欠 农民工工资", "": ""} {
		if got := strings.Join(terms.split([]rune(run)), " "); got != want {
			t.Errorf("%s is cut into %s", run, got)
		}
	}
	known := []string{"路灯", "停水", "社区", "咨询", "张", "的", "丽", "路"}
	rapid.Check(t, func(t *rapid.T) {
		run := strings.Join(rapid.SliceOf(rapid.SampledFrom(known)).Draw(t, "run"), "")
		pieces := terms.split([]rune(run))
		if strings.Join(pieces, "") != run {
			t.Fatalf("%s became %v", run, pieces)
		}
		for _, p := range pieces {
			if _, ok := terms.words[p]; !ok && utf8.RuneCountInString(p) != 1 {
				t.Fatalf("%s is no word", p)
			}
		}
	})
}

// No word is on the list twice, as a topic and as none.
func TestTermsAreSaidOnce(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(termsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(strings.TrimLeft(line, "-+")) {
			if seen[word] || utf8.RuneCountInString(word) < 2 {
				t.Errorf("%q", word)
			}
			seen[word] = true
		}
	}
}

// HOT-93: what rises is said in whole words; asking words, names of people, places and numbers of houses are none.
func TestHOT93RisingTopicsAreWords(t *testing.T) {
	before := periodOf(append(times(20, "咨询居住证办理"), times(10, "望江路路灯不亮")...)...)
	for name, c := range map[string]struct {
		titles []string
		want   string
	}{
		"a word":                        {times(6, "云心社区停水了"), "停水"},
		"a phrase":                      {times(6, "请求协调支付拖欠工资"), "拖欠工资"},
		"a phrase beside its word":      {append(times(6, "投诉物业收费"), times(2, "小区物业")...), "物业收费"},
		"a word with several phrases":   {append(append(times(3, "投诉物业收费"), times(3, "小区物业乱象")...), times(2, "物业")...), "物业"},
		"nothing of a name":             {times(6, "王小明医生与李建国吵架"), "医生"},
		"nothing of an address":         {times(6, "丽水家园十二号楼三单元"), ""},
		"nothing that did not rise":     {times(6, "望江路路灯不亮"), ""},
		"what was never heard before":   {[]string{"领取凤梨卡", "凤梨卡如何充值", "投诉凤梨卡", "建议取消凤梨卡"}, "凤梨卡"},
		"not the name of a new estate":  {[]string{"翡丽湾停水", "翡丽湾物业", "投诉翡丽湾", "建议翡丽湾绿化"}, ""},
		"not the name of a person":      {[]string{"投诉张彩凤", "张彩凤违停", "反映张彩凤", "建议处罚张彩凤"}, ""},
		"not a place that somebody has": {[]string{"咨询西河", "投诉西河店", "建议西河", "反映西河"}, ""},
	} {
		now := periodOf(append(times(20, "咨询居住证办理"), c.titles...)...)
		l := terms.with(terms.novel(now.titles, "西河社区", 3), topic)
		if got := named(rising(now, before, l, bar{least: 4, rise: 50, spread: 1.645})); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// HOT-93: nothing rises without a period to compare with, and what may be chance does not.
func TestHOT93ARiseIsComparedAndNotChance(t *testing.T) {
	now := periodOf(append(times(4, "停水"), times(96, "咨询")...)...)
	for n, want := range map[int]string{0: "停水", 1: "", 3: ""} {
		before := periodOf(append(times(n, "停水"), times(100-n, "咨询")...)...)
		if got := named(rising(now, before, terms, everyday)); got != want {
			t.Errorf("4 after %d: %q", n, got)
		}
	}
	if got := rising(now, contents{}, terms, everyday); got == nil || len(got) != 0 {
		t.Errorf("risen from nothing: %v", got)
	}
}

// HOT-93: on what people really wrote, month after month, there is something to see, and none of it is cut out of a word.
func TestHOT93TopicsOfRealAppeals(t *testing.T) {
	months := readAppeals(t)
	shown := 0
	for m := 2; m <= 12; m++ {
		before, now := periodOf(months[m-1]...), periodOf(months[m]...)
		l := terms.with(terms.novel(now.titles, "", int(everyday.least)), topic)
		list := first(rising(now, before, l, everyday))
		shown += len(list)
		t.Logf("2019-%02d: %s", m, named(list))
		for _, found := range list {
			if cut := cutTitles(l, now.titles, found.Word); int64(cut)*4 > found.Count {
				t.Errorf("%s is cut out of other words in %d of %d titles", found.Word, cut, found.Count)
			}
		}
	}
	if shown < 22 {
		t.Errorf("only %d topics in eleven months", shown)
	}
}

// cutTitles counts the titles in which a word begins or ends within a piece and is not a part of that piece alone.
func cutTitles(l lexicon, titles []string, word string) (n int) {
	for _, title := range titles {
		for _, run := range runs(title) {
			if at := strings.Index(run, word); at >= 0 && !whole(l.split([]rune(run)), at, at+len(word)) {
				n++
				break
			}
		}
	}
	return n
}

func whole(pieces []string, from, to int) bool {
	starts, ends, at := false, false, 0
	for _, p := range pieces {
		starts, ends = starts || at == from, ends || at+len(p) == to
		if at <= from && to <= at+len(p) {
			return true
		}
		at += len(p)
	}
	return starts && ends
}

// readAppeals are the titles of 2019 by month, from the data beside the project; without them the test is skipped.
func readAppeals(t *testing.T) map[int][]string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	out := map[int][]string{}
	for _, name := range []string{"replied", "voted", "labelled"} {
		file, err := os.Open(filepath.Join(filepath.Dir(here), "../../../shared/data/appeals_"+name+".csv"))
		if err != nil {
			t.Skip("the appeals are not here")
		}
		defer file.Close()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			var year, month int
			if _, err := fmt.Sscanf(row[3], "%d-%d-", &year, &month); err == nil && year == 2019 {
				out[month] = append(out[month], row[2])
			}
		}
	}
	return out
}
