package casework

import (
	"slices"
	"time"

	"huying/internal/deadline"
	"huying/internal/sheet"
)

// History tells what became of a file of finished matters that was taken over from elsewhere. Figures of time are about
// every sound row, whether it was new or not, by the limits in force and the calendar of its own year.
type History struct {
	Read        int            `json:"read"`
	Created     int            `json:"created"`
	Unchanged   int            `json:"unchanged"`
	RefusedRows int            `json:"refusedRows"`
	Refused     sheet.Refusals `json:"refused"`
	OnTime      int            `json:"onTime"`
	Late        int            `json:"late"`
	Lateness    Lateness       `json:"lateness"`
	Provisional int            `json:"provisional"` // due dates that touch a year whose holidays are not known
	Encoding    string         `json:"encoding"`

	late []int
}

// Lateness is by how many working days the late ones were late: the values at the 50th and 90th percentile by nearest rank,
// and the worst.
type Lateness struct {
	Median int `json:"median"`
	P90    int `json:"p90"`
	Worst  int `json:"worst"`
}

// NewHistory begins the account of a file.
func NewHistory(encoding string) History {
	return History{Encoding: encoding, Refused: sheet.Refusals{}}
}

// Refuse counts a row that is not taken, with the reason.
func (h *History) Refuse(reason, label string, row int) {
	h.RefusedRows++
	h.Refused.Add(reason, label, row)
}

// Judge counts whether a matter that ended at an instant was in time, and tells whether it was late.
func (h *History) Judge(r deadline.Result, ended time.Time) (late bool) {
	if r.Provisional {
		h.Provisional++
	}
	standing := r.Standing(ended, 0)
	if !standing.Late {
		h.OnTime++
		return false
	}
	h.late = append(h.late, standing.OverdueWorkdays)
	return true
}

// Add counts what one transaction took, once it has committed.
func (h *History) Add(part History) {
	h.Created += part.Created
	h.Unchanged += part.Unchanged
	h.OnTime += part.OnTime
	h.Provisional += part.Provisional
	h.late = append(h.late, part.late...)
	for _, f := range part.Refused {
		for _, row := range f.Rows {
			h.Refuse(f.Reason, f.Label, row)
		}
	}
}

// Finish draws the figures of lateness, and puts the most frequent reason first.
func (h *History) Finish() {
	h.Refused.Sort()
	slices.Sort(h.late)
	if h.Late = len(h.late); h.Late > 0 {
		rank := func(percent int) int { return h.late[(h.Late*percent+99)/100-1] }
		h.Lateness = Lateness{Median: rank(50), P90: rank(90), Worst: rank(100)}
	}
}
