package hotline

import (
	"cmp"
	"slices"

	"huying/internal/deadline"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// ImportResult tells what became of a file. Figures of time are about every sound row, whether it was new or not, by the
// limits in force and the calendar of its own year.
type ImportResult struct {
	Read        int            `json:"read"`
	Created     int            `json:"created"`
	Unchanged   int            `json:"unchanged"`
	RefusedRows int            `json:"refusedRows"`
	Refused     sheet.Refusals `json:"refused"`
	OnTime      int            `json:"onTime"`
	Late        int            `json:"late"`
	Lateness    Lateness       `json:"lateness"`
	Provisional int            `json:"provisional"` // due dates that touch a year whose holidays are not known
	Kinds       []KindTold     `json:"kinds"`
	Encoding    string         `json:"encoding"`

	late []int
}

// Lateness is by how many working days the late answers were late.
type Lateness struct {
	Median int `json:"median"`
	P90    int `json:"p90"`
	Worst  int `json:"worst"`
}

// KindTold is how many orders are of a type, and by which rules they were taken for it.
type KindTold struct {
	Kind  string         `json:"kind"`
	Label string         `json:"label"`
	Count int            `json:"count"`
	Rules map[string]int `json:"rules"`
}

func (res *ImportResult) refuse(reason string, row int) {
	res.RefusedRows++
	res.Refused.Add(reason, label(Reasons, reason), row)
}

// measure judges one matter by the rules: was it answered within its limit, and if not, how late.
func (s *Service) measure(tx *storage.Tx, h home, o older, part *ImportResult) error {
	version, err := s.kernel.Calendars.Current(tx)
	if err != nil {
		return err
	}
	cal, err := s.kernel.Calendars.At(tx, version, h.region)
	if err != nil {
		return err
	}
	r := deadline.Due(deadline.Meter{Term: s.limit(o.kind, h.region), Start: o.submitted, Stop: o.replied}, cal)
	if r.Provisional {
		part.Provisional++
	}
	if standing := r.Standing(o.replied, 0); standing.Late {
		part.late = append(part.late, standing.OverdueWorkdays)
	} else {
		part.OnTime++
	}
	part.told(o, 1)
	return nil
}

// told counts a type and the rule that gave it.
func (res *ImportResult) told(o older, n int) {
	i := slices.IndexFunc(res.Kinds, func(k KindTold) bool { return k.Kind == o.kind })
	if i < 0 {
		i = len(res.Kinds)
		res.Kinds = append(res.Kinds, KindTold{Kind: o.kind, Label: label(Kinds, o.kind), Rules: map[string]int{}})
	}
	res.Kinds[i].Count += n
	res.Kinds[i].Rules[o.rule] += n
}

func (res *ImportResult) add(part ImportResult) {
	res.Created += part.Created
	res.Unchanged += part.Unchanged
	res.OnTime += part.OnTime
	res.Provisional += part.Provisional
	res.late = append(res.late, part.late...)
	for _, f := range part.Refused {
		for _, row := range f.Rows {
			res.refuse(f.Reason, row)
		}
	}
	for _, k := range part.Kinds {
		for rule, n := range k.Rules {
			res.told(older{kind: k.Kind, rule: rule}, n)
		}
	}
}

// finish draws the figures of lateness. Median and P90 are the values at the 50th and 90th percentile by nearest rank.
func (res *ImportResult) finish() {
	slices.SortFunc(res.Kinds, func(a, b KindTold) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Kind, b.Kind)) })
	res.Refused.Sort()
	slices.Sort(res.late)
	if res.Late = len(res.late); res.Late > 0 {
		rank := func(percent int) int { return res.late[(res.Late*percent+99)/100-1] }
		res.Lateness = Lateness{Median: rank(50), P90: rank(90), Worst: rank(100)}
	}
}
