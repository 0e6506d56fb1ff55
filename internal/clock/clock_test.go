package clock

import (
	"testing"
	"time"
)

func TestVirtualNeverRunsBackwards(t *testing.T) {
	start := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	v := At(start)
	v.Set(start.Add(-time.Hour))
	v.Advance(-time.Hour)
	if !v.Now().Equal(start) {
		t.Fatalf("the clock ran backwards to %v", v.Now())
	}
	if got := v.Advance(time.Minute); !got.Equal(start.Add(time.Minute)) {
		t.Fatalf("got %v", got)
	}
}
