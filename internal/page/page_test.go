package page

import (
	"testing"

	"huying/internal/fault"
)

type key struct {
	Due int64
	ID  string
}

func TestOfCutsTheSurplusRowAndPointsAtTheLastOneShown(t *testing.T) {
	p := Of([]string{"a", "b", "c"}, 2, func(s string) key { return key{1, s} })
	if len(p.Items) != 2 || p.Next == "" {
		t.Fatalf("got %+v", p)
	}
	var k key
	if more, err := Decode(p.Next, &k); !more || err != nil || k.ID != "b" {
		t.Fatalf("got %v %v %+v", more, err, k)
	}
	if last := Of([]string(nil), 2, func(s string) key { return key{} }); last.Next != "" || last.Items == nil {
		t.Fatalf("an empty list must be a list: %+v", last)
	}
}

func TestDecodeRefusesForgedCursors(t *testing.T) {
	for _, forged := range []string{"%%%", "bm90IGpzb24", "W10"} {
		var k key
		if _, err := Decode(forged, &k); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was accepted: %v", forged, err)
		}
	}
}

func TestLimitIsBounded(t *testing.T) {
	for size, want := range map[int]int{0: DefaultSize, -1: DefaultSize, 7: 7, 100000: MaxSize} {
		if got := (Request{Size: size}).Limit(); got != want {
			t.Errorf("size %d gives %d, want %d", size, got, want)
		}
	}
}
