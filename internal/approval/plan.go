package approval

import (
	"slices"

	"huying/internal/catalog"
)

// stepOf finds a step of a plan by its code.
func stepOf(p catalog.Plan, code string) (catalog.Step, bool) {
	i := slices.IndexFunc(p.Steps, func(s catalog.Step) bool { return s.Code == code })
	if i < 0 {
		return catalog.Step{}, false
	}
	return p.Steps[i], true
}

// firstStep is where a plan begins for an applicant.
func firstStep(p catalog.Plan, choices catalog.Answers) (catalog.Step, bool) {
	return from(p, 0, choices)
}

// nextStep is where a plan goes on when a step has ended with a finding: along a branch of the step, or to the next one
// in the list. Steps that do not concern the applicant are passed over.
func nextStep(p catalog.Plan, code, finding string, choices catalog.Answers) (catalog.Step, bool) {
	at := slices.IndexFunc(p.Steps, func(s catalog.Step) bool { return s.Code == code })
	if at < 0 {
		return catalog.Step{}, false
	}
	for _, b := range p.Steps[at].Then {
		if b.Finding == finding {
			to := slices.IndexFunc(p.Steps, func(s catalog.Step) bool { return s.Code == b.To })
			return from(p, max(to, 0), choices)
		}
	}
	return from(p, at+1, choices)
}

func from(p catalog.Plan, i int, choices catalog.Answers) (catalog.Step, bool) {
	for ; i < len(p.Steps); i++ {
		if p.Steps[i].When.Fits(choices) {
			return p.Steps[i], true
		}
	}
	return catalog.Step{}, false
}

// before lists the codes of the steps that an application went through before the present one, without repeats: those it
// may be sent back to.
func (o *Application) before() (codes []string) {
	for _, v := range o.Visits {
		if v.Step != o.Step && !slices.Contains(codes, v.Step) {
			codes = append(codes, v.Step)
		}
	}
	return codes
}

// reviewers are all who passed a review of the application: none of them may verify it (APP-13).
func (o *Application) reviewers() (ids []string) {
	for _, v := range o.Visits {
		if v.Kind == catalog.Review {
			ids = append(ids, v.By)
			ids = append(ids, v.People...)
		}
	}
	return ids
}
