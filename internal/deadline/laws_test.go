package deadline_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/calendar"
	. "huying/internal/deadline"
)

// reference says the same as Due in the most naive way: it writes the days down one after the other and ticks them off.
// It knows no stages, no rolling marks and no ranges.
func reference(m Meter, c *calendar.Calendar) (last calendar.Date) {
	paused := map[calendar.Date]bool{}
	for _, p := range m.Pauses {
		to := p.To
		if p.Open {
			to = p.From
		}
		for d := p.From; d <= to; d++ {
			paused[d] = true
		}
	}
	day := calendar.DateOf(m.Start)
	if m.Term.Unit == SameDay {
		return day
	}
	amounts := []int{m.Term.Amount}
	for _, e := range m.Extensions {
		amounts = append(amounts, e.Amount)
	}
	for _, amount := range amounts {
		for ticked := 0; ticked < amount; {
			day++
			if paused[day] || m.Term.Unit == Workday && !c.Working(day) {
				continue
			}
			ticked++
		}
		for paused[day] || !c.Working(day) {
			day++
		}
	}
	return day
}

func TestDueEqualsNaiveReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 26))
	first, days := date("2006-11-01"), 7650
	for range 20_000 {
		start := first.Add(rng.IntN(days))
		m := Meter{Start: start.Start().Add(time.Duration(rng.IntN(24*3600)) * time.Second)}
		m.Term = Term{Amount: 1 + rng.IntN(60), Unit: []Unit{Workday, Workday, Day, SameDay}[rng.IntN(4)]}
		for range rng.IntN(4) {
			from := start.Add(rng.IntN(90) - 5)
			m.Pauses = append(m.Pauses, Pause{From: from, To: from.Add(rng.IntN(25) - 1), Open: rng.IntN(12) == 0})
		}
		for range rng.IntN(3) {
			m.Extensions = append(m.Extensions, Extension{Amount: 1 + rng.IntN(20)})
		}
		if got, want := Due(m, official).Last, reference(m, official); got != want {
			t.Fatalf("%+v: %s, the reference says %s", m, got, want)
		}
	}
}

func drawStart(t *rapid.T) time.Time {
	s := rapid.Int64Range(date("2006-12-01").Start().Unix(), date("2027-06-01").Start().Unix()).Draw(t, "start")
	return time.Unix(s, 0)
}

func drawMeter(t *rapid.T, units ...Unit) Meter {
	m := Meter{Start: drawStart(t)}
	m.Term = Term{Amount: rapid.IntRange(1, 60).Draw(t, "amount"), Unit: rapid.SampledFrom(units).Draw(t, "unit"), Rule: "HOT-58"}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		from := calendar.DateOf(m.Start).Add(rapid.IntRange(-5, 60).Draw(t, "from"))
		m.Pauses = append(m.Pauses, Pause{From: from, To: from.Add(rapid.IntRange(0, 20).Draw(t, "length")), Reason: "专家评审", Rule: "TIME-10"})
	}
	for range rapid.IntRange(0, 2).Draw(t, "extensions") {
		m.Extensions = append(m.Extensions, Extension{Amount: rapid.IntRange(1, 20).Draw(t, "by")})
	}
	return m
}

func TestTIME10PauseOfKWorkdaysMovesByK(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := meter("2026-01-01", rapid.IntRange(1, 60).Draw(t, "amount"), Workday)
		m.Start = drawStart(t)
		before := Due(m, official)
		start := calendar.DateOf(m.Start)
		from := start.Add(rapid.IntRange(1, int(before.Last-start)).Draw(t, "from"))
		to := from.Add(rapid.IntRange(0, int(before.Last-from)).Draw(t, "length"))
		m.Pauses = []Pause{{From: from, To: to}}
		k := official.Between(from-1, to)
		if got, want := Due(m, official).Last, official.Add(before.Last, k); got != want {
			t.Fatalf("pause %s..%s of %d working days: %s -> %s, want %s", from, to, k, before.Last, got, want)
		}
	})
}

func TestGAP04SplittingAPauseChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeter(t, Workday, Day)
		from := calendar.DateOf(m.Start).Add(rapid.IntRange(0, 60).Draw(t, "from"))
		length := rapid.IntRange(1, 30).Draw(t, "length")
		cut := rapid.IntRange(0, length-1).Draw(t, "cut")
		overlap := rapid.IntRange(0, cut).Draw(t, "overlap")
		whole, split := m, m
		whole.Pauses = append(slices.Clone(m.Pauses), Pause{From: from, To: from.Add(length)})
		split.Pauses = append(slices.Clone(m.Pauses), Pause{From: from.Add(cut + 1 - overlap), To: from.Add(length)}, Pause{From: from, To: from.Add(cut)})
		a, b := Compute(whole, official), Compute(split, official)
		if a.Last != b.Last || a.Explain() != b.Explain() || !cmp.Equal(a.Strip(0), b.Strip(0)) {
			t.Fatalf("%s\n%s", a.Explain(), b.Explain())
		}
	})
}

func TestDueIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeter(t, Workday, Day, SameDay)
		later, longer := m, m
		later.Start = m.Start.Add(time.Duration(rapid.IntRange(1, 60*24*3600).Draw(t, "seconds")) * time.Second)
		longer.Term.Amount++
		due := Due(m, official).Due
		if Due(later, official).Due.Before(due) || Due(longer, official).Due.Before(due) {
			t.Fatalf("%+v", m)
		}
	})
}

func TestHOT62ExtensionMovesByItsWorkdays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := meter("2026-01-01", rapid.IntRange(1, 60).Draw(t, "amount"), Workday)
		m.Start = drawStart(t)
		n := rapid.IntRange(1, 30).Draw(t, "n")
		before := Due(m, official)
		m.Extensions = []Extension{{Amount: n}}
		longer := m
		longer.Term.Amount, longer.Extensions = m.Term.Amount+n, nil
		got := Due(m, official)
		if got.Last != official.Add(before.Last, n) || got.Last != Due(longer, official).Last {
			t.Fatalf("%s + %d = %s", before.Last, n, got.Last)
		}
	})
}

// The end is always a working day that no pause covers, day 1 lies after the start, and computing again says the same.
func TestDueIsAWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeter(t, Workday, Day)
		r := Compute(m, official)
		if !official.Working(r.Last) || r.First <= calendar.DateOf(m.Start) || r.First > r.Last {
			t.Fatalf("%+v: %s to %s", m, r.First, r.Last)
		}
		for _, p := range m.Pauses {
			if p.From <= r.Last && r.Last <= p.To {
				t.Fatalf("ends on %s, in a pause", r.Last)
			}
		}
		again, cheap := Compute(m, official), Due(m, official)
		if again.Explain() != r.Explain() || cheap.Explain() != r.Explain() || !cmp.Equal(again.Steps, r.Steps) || !cheap.Due.Equal(r.Due) {
			t.Fatal("computing again says something else")
		}
	})
}

// Due on a year not yet announced changes when the year is, and says so before.
func TestProvisionalUntilAnnounced(t *testing.T) {
	m := meter("2026-12-28", 5, Workday)
	r := Due(m, official)
	if !r.Provisional || r.Last != date("2027-01-04") {
		t.Errorf("%s, provisional %v", r.Last, r.Provisional)
	}
	announced, err := official.With(calendar.Year{Year: 2027, Notice: calendar.Notice{Title: "关于2027年部分节假日安排的通知"},
		Off: []calendar.Span{{From: date("2027-01-01"), To: date("2027-01-03"), Name: "元旦"}}})
	if err != nil {
		t.Fatal(err)
	}
	if r := Due(m, announced); r.Provisional || r.Last != date("2027-01-05") {
		t.Errorf("%s, provisional %v", r.Last, r.Provisional)
	}
	if Due(meter("2026-12-31", 0, SameDay), official).Provisional || Due(meter("2026-12-25", 3, Workday), official).Provisional {
		t.Error("a limit that ends in 2026 does not wait for 2027")
	}
	if r := Compute(meter("2006-12-31", 1, Workday), official); r.Provisional || r.Last != date("2007-01-04") {
		t.Errorf("the start day is not counted, so its year does not matter: %s", r.Explain())
	}
}

func TestDueAllocatesNothing(t *testing.T) {
	m := meter("2026-04-28", 45, Workday)
	m.Pauses = pauses("2026-05-06..2026-05-08,2026-05-20..")
	m.Extensions = []Extension{{Amount: 5}}
	var r Result
	if n := testing.AllocsPerRun(100, func() { r = Due(m, official) }); n != 0 {
		t.Errorf("%v allocations for %s", n, r.Last)
	}
}

func BenchmarkDue(b *testing.B) {
	m := meter("2026-04-28", 15, Workday)
	m.Pauses = pauses("2026-05-06..2026-05-08")
	b.ReportAllocs()
	for b.Loop() {
		Due(m, official)
	}
}

func BenchmarkCompute(b *testing.B) {
	m := meter("2026-04-28", 15, Workday)
	m.Pauses = pauses("2026-05-06..2026-05-08")
	b.ReportAllocs()
	for b.Loop() {
		Compute(m, official)
	}
}

func BenchmarkStanding(b *testing.B) {
	r, now := Due(meter("2026-04-28", 15, Workday), official), at("2026-05-12T10:00")
	b.ReportAllocs()
	for b.Loop() {
		r.Standing(now, 3)
	}
}
