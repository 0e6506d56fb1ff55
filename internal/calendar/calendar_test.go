package calendar_test

import (
	"testing"
	"time"

	"huying/internal/calendar"
)

// Weekdays of the year, less the weekdays off, plus the weekend days worked: reckoned from the texts of the notices.
func TestOfficialWorkingDaysPerYear(t *testing.T) {
	c := calendar.Official()
	want := map[int]int{2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}
	for year, n := range want {
		got := c.Between(calendar.Of(year-1, time.December, 31), calendar.Of(year, time.December, 31))
		if got != n {
			t.Errorf("%d has %d working days, want %d", year, got, n)
		}
	}
}
