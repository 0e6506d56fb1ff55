package textindex

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func update(t testing.TB, db *storage.DB, verb func(tx *storage.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), verb); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, db *storage.DB, s Search) []string {
	t.Helper()
	if s.Kind == "" {
		s.Kind = "order"
	}
	if s.Limit == 0 {
		s.Limit = 1000
	}
	var ids []string
	err := db.View(context.Background(), func(tx *storage.Tx) error {
		hits, err := Find(tx, s)
		ids = nil
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		return err
	})
	if err != nil {
		t.Fatalf("find %q: %v", s.Text, err)
	}
	return ids
}

func TestFindsTheNewestFirst(t *testing.T) {
	texts := []string{
		"民主路3号门前积水严重，盼处理。",
		"人民南路13号楼 电梯 故障 Elevator OTIS",
		"ＨＹ２０２６０００１ 号工单：噪音扰民",
		"道路。积水",
		"𠮷祥里小区停水",
		"水",
	}
	cases := []struct {
		query string
		want  []int // indexes in texts, the newest first
	}{
		{"积水", []int{3, 0}},
		{"路积", nil}, // a full stop stands between
		{"道路 积水", []int{3}},
		{"积水，道路", []int{3}},
		{"水", []int{5, 4, 3, 0}},
		{"路", []int{3, 1, 0}},
		{"路3", []int{0}},
		{"3号", []int{0}},
		{"13号", []int{1}},
		{"13", []int{1}},
		{"民主路3号门前积水严重", []int{0}},
		{"路3号门", []int{0}},
		{"民主路3号楼", nil},
		{"elevator", []int{1}},
		{"ELEVATOR otis", []int{1}},
		{"elev", nil},
		{"hy20260001", []int{2}},
		{"𠮷", []int{4}},
		{"𠮷祥", []int{4}},
		{"噪音扰民", []int{2}},
		{"噪音 电梯", nil},
		{"", nil},
		{"。，！", nil},
		{`积水" OR "电梯`, nil}, // OR is a word here
		{`') OR 1=1 --`, nil},
		{`水*`, []int{5, 4, 3, 0}},
		{"积水\x00", []int{3, 0}},
		{`NEAR(积水 电梯)`, nil},
	}
	each(t, texts, func(t *testing.T, db *storage.DB) {
		for _, c := range cases {
			var want []string
			for _, i := range c.want {
				want = append(want, fmt.Sprint(i))
			}
			if diff := cmp.Diff(want, find(t, db, Search{Text: c.query})); diff != "" {
				t.Errorf("%q: %s", c.query, diff)
			}
		}
	})
}

// each puts the texts under the ids "0", "1" ... on both engines.
func each(t *testing.T, texts []string, test func(t *testing.T, db *storage.DB)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		update(t, db, func(tx *storage.Tx) error {
			for i, text := range texts {
				Put(tx, "order", fmt.Sprint(i), text)
			}
			return nil
		})
		test(t, db)
	})
}

func TestPutReplaces(t *testing.T) {
	each(t, []string{"电梯故障", "电梯停运"}, func(t *testing.T, db *storage.DB) {
		update(t, db, func(tx *storage.Tx) error {
			Put(tx, "order", "0", "路灯不亮")
			Put(tx, "complaint", "0", "电梯投诉")
			return nil
		})
		for query, want := range map[string][]string{"电梯": {"1"}, "路灯": {"0"}, "故障": nil} {
			if diff := cmp.Diff(want, find(t, db, Search{Text: query})); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
		}
		if got := find(t, db, Search{Kind: "complaint", Text: "电梯"}); len(got) != 1 {
			t.Errorf("the other kind: %v", got)
		}
	})
}

func TestCallersConditionsAndPagesHold(t *testing.T) {
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = "第 " + fmt.Sprint(i) + " 件 积水"
	}
	each(t, texts, func(t *testing.T, db *storage.DB) {
		update(t, db, func(tx *storage.Tx) error {
			for i := range texts {
				tx.Queue(`INSERT INTO serials (series, last) VALUES ($1, $2)`, fmt.Sprint(i), i%4)
			}
			return nil
		})
		s := Search{Kind: "order", Text: "积水", From: "serials c", ID: "c.series", Where: []string{"c.last = $1", "c.series <> $2"}, Args: []any{1, "97"}, Limit: 10}
		var got []string
		for {
			var hits []Hit
			err := db.View(context.Background(), func(tx *storage.Tx) (err error) {
				hits, err = Find(tx, s)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(hits) == 0 {
				break
			}
			for _, h := range hits {
				got = append(got, h.ID)
			}
			s.After = hits[len(hits)-1].N
		}
		var want []string
		for i := 93; i >= 0; i -= 4 {
			want = append(want, fmt.Sprint(i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTooLongAQueryIsRefused(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	err := db.View(context.Background(), func(tx *storage.Tx) error {
		_, err := Find(tx, Search{Kind: "order", Text: strings.Repeat("水", maxQuery+1), Limit: 1})
		return err
	})
	if !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestHugeTextsAreTaken(t *testing.T) {
	long := strings.Repeat("天地玄黄宇宙洪荒", 20_000) + strings.Repeat("x", 100_000)
	each(t, []string{long, strings.Repeat("y", 100_000)}, func(t *testing.T, db *storage.DB) {
		if got := find(t, db, Search{Text: "玄黄宇宙"}); len(got) != 1 {
			t.Errorf("found %v", got)
		}
		if got := find(t, db, Search{Text: strings.Repeat("y", 100)}); len(got) != 1 {
			t.Errorf("a long word: %v", got)
		}
	})
}

// few characters make matches likely.
var (
	anyText = rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"水", "水", "路", "路", "积", "灯", "𠮷", "a", "B", "1", "２", " ", "，", "'", `"`, "\\", "ア", "é", "*", "-", "|", "or",
		}), 0, 14).Draw(t, "text"), "")
	})
	anyQuery = rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"水", "路", "积", "灯", "𠮷", "a", "b", "1", "2", " ", "'", `"`, "*", "|", ":", "ア",
		}), 1, 5).Draw(t, "query"), "")
	})
)

// Both engines find exactly the texts that contain every piece of the query.
func TestMatchAgreesWithContains(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			kind := fmt.Sprint("kind", round)
			texts := rapid.SliceOfN(anyText, 1, 30).Draw(rt, "texts")
			update(t, db, func(tx *storage.Tx) error {
				for i, text := range texts {
					Put(tx, kind, fmt.Sprint(i), text)
				}
				return nil
			})
			for _, query := range rapid.SliceOfN(anyQuery, 10, 10).Draw(rt, "queries") {
				var want []string
				for i, text := range slices.Backward(texts) {
					if contains(text, query) {
						want = append(want, fmt.Sprint(i))
					}
				}
				if diff := cmp.Diff(want, find(t, db, Search{Kind: kind, Text: query})); diff != "" {
					rt.Fatalf("%q in %q: %s", query, texts, diff)
				}
			}
		})
	})
}

// contains is what Find promises, by strings.Contains alone.
func contains(text, query string) bool {
	groups := parse(query)
	for _, g := range groups {
		if !strings.Contains(body(parse(text)), g.plain()) {
			return false
		}
	}
	return len(groups) > 0
}
