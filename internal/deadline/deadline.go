// Package deadline derives when a limit ends, and says why. It is pure arithmetic over a calendar: the same meter and the
// same calendar give the same end, forever, so every due date can be recomputed and explained.
package deadline

import (
	"fmt"
	"time"

	"huying/internal/calendar"
)

// Unit is what a term counts (GAP-01). Every limit names its own.
type Unit string

// The units.
const (
	Workday Unit = "workday" // working days of the calendar
	Day     Unit = "day"     // calendar days; if the last one is not worked, the limit ends on the next that is (GAP-01)
	SameDay Unit = "sameday" // no counting: 24:00 of the day it starts; never paused or extended (GAP-02)
)

// Chinese is how a text counts the unit: "个工作日" or "日".
func (u Unit) Chinese() string {
	if u == Workday {
		return "个工作日"
	}
	return "日"
}

// Term is how long a meter may run. Day 1 is the next day of the unit after the start (TIME-01, GAP-03).
type Term struct {
	Amount int    `json:"amount"` // not used by SameDay
	Unit   Unit   `json:"unit"`
	Rule   string `json:"rule"` // rule id or article that sets it
}

// Pause is a run of days that are not counted, both ends included (GAP-04). Open means it still runs and To says nothing.
type Pause struct {
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Open   bool          `json:"open,omitempty"`
	Reason string        `json:"reason,omitempty"`
	Rule   string        `json:"rule,omitempty"`
}

// Extension lengthens the term by an amount of the term's own unit, counted from the day after the limit so far.
type Extension struct {
	Amount   int       `json:"amount"`
	Approver string    `json:"approver,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Rule     string    `json:"rule,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// Meter is everything a due date depends on, besides the calendar. Instants may carry any zone; days are days in China.
type Meter struct {
	Term       Term        `json:"term"`
	Start      time.Time   `json:"start"`
	Pauses     []Pause     `json:"pauses,omitempty"`     // in any order; they may overlap
	Extensions []Extension `json:"extensions,omitempty"` // in the order they were granted
	Stop       time.Time   `json:"stop,omitzero"`        // zero: still running
}

// InvalidError says what is wrong with a meter that somebody typed in. Field is where: "term.amount", "pauses[1].to".
// Message is one sentence that may be shown to people.
type InvalidError struct {
	Field   string
	Message string
}

// Error is the sentence for the person who gave the input.
func (e *InvalidError) Error() string { return e.Message }

// longest keeps a slip of the pen from counting through centuries. No real limit comes near it.
const longest = 3660

// Validate checks a meter from outside before it is computed. It fails with an *InvalidError.
func (m Meter) Validate() error {
	if m.Start.IsZero() {
		return &InvalidError{"start", "请填写起算时间。"}
	}
	if err := m.Term.Validate(); err != nil {
		return err
	}
	if m.Term.Unit == SameDay && len(m.Pauses)+len(m.Extensions) > 0 {
		return &InvalidError{"term.unit", "当日办结事项不适用暂停和延长。"}
	}
	for i, p := range m.Pauses {
		switch {
		case p.Open && i < len(m.Pauses)-1:
			return &InvalidError{fmt.Sprintf("pauses[%d]", i), fmt.Sprintf("第%d段暂停尚未结束，其后不能再有暂停。", i+1)}
		case !p.Open && p.To < p.From:
			return &InvalidError{fmt.Sprintf("pauses[%d].to", i), fmt.Sprintf("第%d段暂停的结束日期早于开始日期。", i+1)}
		}
	}
	for i, e := range m.Extensions {
		if e.Amount < 1 || e.Amount > longest {
			return &InvalidError{fmt.Sprintf("extensions[%d].amount", i), fmt.Sprintf("第%d次延长的天数应在1至%d之间。", i+1, longest)}
		}
	}
	return nil
}

// Validate checks a term from outside. It fails with an *InvalidError.
func (t Term) Validate() error {
	switch {
	case t.Unit != Workday && t.Unit != Day && t.Unit != SameDay:
		return &InvalidError{"term.unit", "期限单位应为工作日、日或当日。"}
	case t.Unit != SameDay && (t.Amount < 1 || t.Amount > longest):
		return &InvalidError{"term.amount", fmt.Sprintf("期限天数应在1至%d之间。", longest)}
	}
	return nil
}
