package catalog

import (
	"huying/internal/deadline"
	"huying/internal/policy"
)

// Cut tells how far the promised limit of an item was compressed, and how far it should be. An ordinary item is measured
// against what was promised before, a project's against the statutory limit (TIME-23, TIME-24, GAP-57). Rule is "" where
// there is nothing to measure against.
type Cut struct {
	Rule     string        `json:"rule,omitempty"`
	Base     int           `json:"base"`     // what it is measured against
	Promised int           `json:"promised"` //
	Most     int           `json:"most"`     // the longest promise that reaches the target
	Reached  bool          `json:"reached"`
	Unit     deadline.Unit `json:"unit"`
}

// CutOf measures a record against the targets that policy sets for the region.
func CutOf(r *Record, set *policy.Snapshot, region string) Cut {
	cut := Cut{Promised: days(r.Promised), Unit: r.Promised.Unit}
	parts, whole := set.Int(setOrdinaryParts, region), set.Int(setOrdinaryWhole, region)
	switch {
	case r.Flags.Project && days(r.Statutory) > 0:
		cut.Rule, cut.Base = "TIME-24", days(r.Statutory)
		parts, whole = set.Int(setProjectParts, region), set.Int(setProjectWhole, region)
		if longer(Limit{Amount: 1, Unit: r.Promised.Unit}, Limit{Amount: 1, Unit: r.Statutory.Unit}) { // promised in working days, set in days
			cut.Base = cut.Base * 5 / 7
		}
	case !r.Flags.Project && r.Previous > 0:
		cut.Rule, cut.Base = "TIME-23", r.Previous
	default:
		return cut
	}
	cut.Most = cut.Base * max(0, whole-parts) / whole
	cut.Reached = cut.Promised <= cut.Most
	return cut
}
