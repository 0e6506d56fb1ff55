package textindex

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

var rows = flag.Int("rows", 50_000, "how many texts the benchmark searches; the target is under 100 ms at 1000000")

// The newest twenty of terms that are common, rare, common only long ago, and absent.
func BenchmarkFind(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.DB{
		"sqlite":   func(t testing.TB) *storage.DB { db, _ := storagetest.SQLite(t); return db },
		"postgres": func(t testing.TB) *storage.DB { db, _ := storagetest.Postgres(t); return db },
	} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			fill(b, db, *rows)
			for _, query := range []string{"的", "水", "电梯", "电梯 积水", "道路积水", "洪灾", "欧阙", "欧阙街道", "无此词语", "hy" + fmt.Sprintf("%08d", *rows/2), "otis"} {
				b.Run(query, func(b *testing.B) { measure(b, db, Search{Text: query, Limit: 20}) })
			}
			narrow := Search{Text: "电梯", Limit: 20, From: "serials c", ID: "c.series", Where: []string{"c.last = $1"}, Args: []any{7}}
			b.Run("电梯 of one case in 200", func(b *testing.B) { measure(b, db, narrow) })
		})
	}
}

func measure(b *testing.B, db *storage.DB, s Search) {
	var took []time.Duration
	found := 0
	for b.Loop() {
		start := time.Now()
		found = len(find(b, db, s))
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(found), "found")
}

func fill(b *testing.B, db *storage.DB, n int) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	const batch = 5000
	for from := 0; from < n; from += batch {
		update(b, db, func(tx *storage.Tx) error {
			for i := from; i < min(from+batch, n); i++ {
				id := fmt.Sprintf("%08d", i)
				Put(tx, "order", id, sentence(random, i, n))
				tx.Queue(`INSERT INTO serials (series, last) VALUES ($1, $2)`, id, i%200)
			}
			return nil
		})
	}
	update(b, db, func(tx *storage.Tx) error { // as the database does by itself in time
		_, err := tx.Exec(`ANALYZE search_doc`)
		return err
	})
	b.Logf("%d texts in %v", n, time.Since(start).Round(time.Second))
}

var (
	districts = []rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东西南北中前后上下左右大小新老安和平")
	subjects  = []string{"道路", "电梯", "路灯", "供水", "排水", "噪音", "施工", "停车", "物业", "垃圾", "绿化", "公交", "学校", "医保", "社保", "户籍", "宠物", "油烟", "燃气", "暖气"}
	troubles  = []string{"积水", "故障", "不亮", "停了", "堵塞", "扰民", "扬尘", "乱收费", "不作为", "未清运", "枯死", "改线", "招生", "报销", "补缴", "迁移", "伤人", "外溢", "泄漏", "不热"}
	phrases   = []string{"市民反映", "来电人称", "希望有关部门", "尽快处理", "已经多次投诉", "至今没有答复", "严重影响出行", "请核实后回复", "居民的生活", "联系过社区", "附近的商户", "每天晚上", "上个月开始", "孩子上学", "老人出门"}
)

// sentence makes an appeal of about eighty characters: the subjects and troubles are common, places are rare, a flood is
// in the first tenth only.
func sentence(random *rand.Rand, i, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HY%08d ", i)
	for range 3 {
		b.WriteRune(districts[random.IntN(len(districts))])
	}
	fmt.Fprintf(&b, "路%d号", random.IntN(900)+1)
	for range 2 {
		b.WriteString(subjects[random.IntN(len(subjects))] + troubles[random.IntN(len(troubles))] + "，")
		for range 2 {
			b.WriteString(phrases[random.IntN(len(phrases))])
		}
		b.WriteString("。")
	}
	switch {
	case random.IntN(200_000) == 0:
		b.WriteString("欧阙街道")
	case i < n/10 && random.IntN(2) == 0:
		b.WriteString("洪灾受损")
	case random.IntN(50) == 0:
		b.WriteString("OTIS")
	}
	return b.String()
}
