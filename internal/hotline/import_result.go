package hotline

import (
	"cmp"
	"slices"

	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/storage"
)

// ImportResult tells what became of a file, and of which types its matters are.
type ImportResult struct {
	casework.History
	Kinds []KindTold `json:"kinds"`
}

// KindTold is how many orders are of a type, and by which rules they were taken for it.
type KindTold struct {
	Kind  string         `json:"kind"`
	Label string         `json:"label"`
	Count int            `json:"count"`
	Rules map[string]int `json:"rules"`
}

func (res *ImportResult) refuse(reason string, row int) {
	res.Refuse(reason, label(Reasons, reason), row)
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
	part.Judge(r, o.replied)
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
	res.Add(part.History)
	for _, k := range part.Kinds {
		for rule, n := range k.Rules {
			res.told(older{kind: k.Kind, rule: rule}, n)
		}
	}
}

func (res *ImportResult) finish() {
	slices.SortFunc(res.Kinds, func(a, b KindTold) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Kind, b.Kind)) })
	res.Finish()
}
