package deadline_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/calendar"
	. "huying/internal/deadline"
)

func TestParseStartIsChinaTime(t *testing.T) {
	want := time.Date(2026, 4, 30, 16, 20, 0, 0, calendar.Zone)
	for _, s := range []string{"2026-04-30T16:20", "2026-04-30T16:20:00", "2026-04-30 16:20", " 2026-04-30 16:20:00 ", "2026-04-30T08:20:00Z", "2026-04-30T16:20:00+08:00"} {
		if got, err := ParseStart(s); err != nil || !got.Equal(want) || got.Location() != calendar.Zone {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	if got, err := ParseStart("2026-04-30"); err != nil || !got.Equal(date("2026-04-30").Start()) {
		t.Errorf("%v %v", got, err)
	}
	for _, s := range []string{"", "昨天", "2026-02-30T10:00", "2026-04-30T25:00", "16:20", "0001-01-01", "9999-01-01T00:00"} {
		_, err := ParseStart(s)
		var bad *InvalidError
		if !errors.As(err, &bad) || bad.Field != "start" {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestParseStartTellsAWrongFormFromADateThatDoesNotExist(t *testing.T) {
	for s, want := range map[string]string{
		"2026-02-30T10:00": "没有“2026-02-30T10:00”这个时间，请检查年、月、日和时、分。",
		"2026-04-30 25:00": "没有“2026-04-30 25:00”这个时间，请检查年、月、日和时、分。",
		"2026-13-01":       "没有“2026-13-01”这个时间，请检查年、月、日和时、分。",
		"2026年4月30日":       "起算时间应写成“2026-04-30T16:20”的形式（北京时间）。",
		"9999-01-01T00:00": "起算时间的年份超出可以计算的范围。",
		"2026-4-30":        "起算时间应写成“2026-04-30T16:20”的形式（北京时间）。",
	} {
		if _, err := ParseStart(s); err == nil || err.Error() != want {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestParsePauses(t *testing.T) {
	got, err := ParsePauses("2026-05-06..2026-05-08, 2026-05-11 ,2026-05-20..")
	want := []Pause{
		{From: date("2026-05-06"), To: date("2026-05-08")},
		{From: date("2026-05-11"), To: date("2026-05-11")},
		{From: date("2026-05-20"), Open: true},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got, err := ParsePauses(" "); err != nil || got != nil {
		t.Error(got, err)
	}
	for s, field := range map[string]string{
		"2026-05-08..2026-05-06": "pauses[0]", "2026-05-06,": "pauses[1]", "..2026-05-06": "pauses[0]", "2026-05-06..,2026-05-09": "pauses[0]",
		"2026-05-06...2026-05-08": "pauses[0]", "2026-05-06..2026-05-08..2026-05-09": "pauses[0]", "2026-05-06，2026-05-07": "pauses[0]",
	} {
		_, err := ParsePauses(s)
		var bad *InvalidError
		if !errors.As(err, &bad) || bad.Field != field {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func FuzzParsePauses(f *testing.F) {
	for _, s := range []string{"", "2026-05-06..2026-05-08,2026-05-11", "2026-05-20..", "..", ",", "2026-05-06..2026-05-06..", "1900-01-01..2199-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := ParsePauses(s)
		if err != nil {
			return
		}
		m := Meter{Term: Term{Amount: 5, Unit: Workday}, Start: at("2026-05-05T10:00"), Pauses: parsed}
		if err := m.Validate(); err != nil {
			t.Fatalf("%q is read but not valid: %v", s, err)
		}
		parts := make([]string, len(parsed))
		for i, p := range parsed {
			parts[i] = p.From.String() + ".."
			if !p.Open {
				parts[i] += p.To.String()
			}
		}
		again, err := ParsePauses(strings.Join(parts, ","))
		if err != nil || !cmp.Equal(parsed, again) {
			t.Fatalf("%q does not survive being written: %v", s, err)
		}
		if r := Due(m, official); !official.Working(r.Last) {
			t.Fatalf("%q ends on %s", s, r.Last)
		}
	})
}

func TestMeterRefusals(t *testing.T) {
	good := meter("2026-04-30T16:20", 5, Workday)
	good.Pauses = pauses("2026-05-06..2026-05-08,2026-05-20..")
	good.Extensions = []Extension{{Amount: 5}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		field string
		spoil func(m *Meter)
	}{
		{"start", func(m *Meter) { m.Start = time.Time{} }},
		{"term.unit", func(m *Meter) { m.Term.Unit = "week" }},
		{"term.unit", func(m *Meter) { m.Term.Unit = SameDay }}, // it has pauses (GAP-02)
		{"term.amount", func(m *Meter) { m.Term.Amount = 0 }},
		{"term.amount", func(m *Meter) { m.Term.Amount = 1 << 40 }},
		{"pauses[0]", func(m *Meter) { m.Pauses[0].Open = true }},
		{"pauses[0].to", func(m *Meter) { m.Pauses[0].To = m.Pauses[0].From - 1 }},
		{"extensions[0].amount", func(m *Meter) { m.Extensions[0].Amount = 0 }},
	} {
		m := good
		m.Pauses = append([]Pause(nil), good.Pauses...)
		m.Extensions = append([]Extension(nil), good.Extensions...)
		v.spoil(&m)
		var bad *InvalidError
		if err := m.Validate(); !errors.As(err, &bad) || bad.Field != v.field || !strings.HasSuffix(bad.Error(), "。") {
			t.Errorf("%s: %v", v.field, fmt.Sprint(err))
		}
	}
	if err := (Term{Unit: SameDay}).Validate(); err != nil {
		t.Error(err)
	}
}
