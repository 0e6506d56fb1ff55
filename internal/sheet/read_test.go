package sheet

import (
	"bytes"
	"encoding/csv"
	"testing"
	"time"

	"huying/internal/calendar"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte("编号,标题\n1,\"路灯坏了,\n请修。\"\n"))
	f.Add([]byte("a\tb\n1\t2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data, "")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(table.Rows); err != nil || len(table.Header) == 0 {
			t.Errorf("%d columns: %v", len(table.Header), err)
		}
	})
}

func TestInstantsAreReadAsPeopleWriteThem(t *testing.T) {
	want := time.Date(2024, 9, 23, 9, 5, 0, 0, calendar.Zone)
	for _, text := range []string{"2024-09-23T09:05:00+08:00", "2024-09-23 09:05", "2024/9/23 9:05", "2024年9月23日 09:05", "2024-09-23T01:05:00Z"} {
		if got, ok := Instant(text); !ok || !got.Equal(want) {
			t.Errorf("%s is %v", text, got)
		}
	}
	for _, text := range []string{"", "昨天", "7", "2024-13-01"} {
		if got, ok := Instant(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestRefusalsAreCountedByReason(t *testing.T) {
	var rs Refusals
	for row, reason := range []string{"b", "a", "b"} {
		rs.Add(reason, reason, row+2)
	}
	rs.Sort()
	if len(rs) != 2 || rs[0].Reason != "b" || rs[0].Count != 2 || rs[0].Rows[1] != 4 {
		t.Errorf("%+v", rs)
	}
}
