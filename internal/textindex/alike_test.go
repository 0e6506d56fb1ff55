package textindex

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSharesOfTexts(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"小区停水两天", "小区停水两天", 1}, {"停水", "河滨小区又停水了。", 1}, {"停水", "停电", 0}, {"停水，电梯", "停水电梯坏了", 1}, {"水电", "停水，电梯", 0},
		{"５G信号差", "5g 信号差", 1}, {"", "停水", 0}, {"水", "水", 0}, {"停水停电", "停电", 1}, {"路灯不亮", "路灯坏了", 1.0 / 3},
	} {
		if got := GramsOf(c.a).Share(GramsOf(c.b)); got != c.want {
			t.Errorf("%q and %q share %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestSharesAreMutualAndWholeOfOneself(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`[停水电梯路灯，。 a-z0-9]{0,30}`)
		a, b := GramsOf(text.Draw(r, "a")), GramsOf(text.Draw(r, "b"))
		share := a.Share(b)
		if share != b.Share(a) || share < 0 || share > 1 || len(a) > 0 && a.Share(a) != 1 {
			r.Errorf("%v and %v share %v", a, b, share)
		}
	})
}
