package catalog

import "huying/internal/deadline"

// checkPlan: a plan can be walked from its first step to a decision whatever is found on the way, holds to its model
// (GAP-22), and its steps together take no longer than the promise (TIME-18).
func (c *checker) checkPlan() {
	p := c.record.Plan
	if !known(Models, p.Model) {
		c.block("TIME-18", "plan.model", "请选择审批模式。")
		return
	}
	if len(p.Steps) == 0 {
		if p.Model != OnTheSpot {
			c.block("TIME-18", "plan.steps", "请编制办理流程。")
		}
		return
	}
	places := c.checkSteps()
	if places == nil {
		return
	}
	c.checkModel()
	if p.Steps[len(p.Steps)-1].Kind != Decide {
		c.block("TIME-18", "plan.steps", "流程的最后一步应为决定。")
		return
	}
	for n, leads := range deadEnds(p, places) {
		if !leads {
			c.block("TIME-18", at("plan.steps", n), "步骤“%s”走不到决定，或者从第一步走不到它。", p.Steps[n].Name)
		}
	}
	if longest := longestWay(p, places); days(c.record.Promised) > 0 && longest > days(c.record.Promised) {
		c.block("TIME-18", "plan.steps", "各步骤时限最长合计%d，超过承诺时限%s。", longest, Spell(c.record.Promised))
	}
}

// checkSteps looks at each step and gives where each code stands, nil when that cannot be told.
func (c *checker) checkSteps() map[string]int {
	steps, places := c.record.Plan.Steps, map[string]int{}
	for n, s := range steps {
		if _, twice := places[s.Code]; twice || s.Code == "" || s.Name == "" || !known(StepKinds, s.Kind) {
			c.block("TIME-18", at("plan.steps", n), "步骤应有名称、种类和不重复的代码。")
			return nil
		}
		places[s.Code] = n
	}
	for n, s := range steps {
		field := at("plan.steps", n)
		c.checkWhen(field, s.When)
		for _, b := range s.Then {
			if _, there := places[b.To]; !there || !known(Outcomes, b.Finding) {
				c.block("TIME-18", field, "步骤“%s”的去向不明。", s.Name)
				return nil
			}
		}
		c.checkStep(field, s)
	}
	return places
}

func (c *checker) checkStep(field string, s Step) {
	people := c.policy.Int(setCheckers, c.region)
	switch {
	case s.Kind == Opinions && len(s.Asks) == 0:
		c.block("APP-16", field, "步骤“%s”应写明征求哪些部门的意见。", s.Name)
	case s.Kind == Check && s.People < people:
		c.block("", field, "步骤“%s”应由%d名以上工作人员核查（行政许可法第三十四条）。", s.Name, people)
	case s.Limit.Amount > 0 && s.Limit.Unit != deadline.Workday && s.Limit.Unit != deadline.Day:
		c.block("TIME-18", field, "步骤“%s”的时限应写明单位。", s.Name)
	}
	for _, id := range append([]string{s.Dept}, s.Asks...) {
		if _, ok := c.dir.Department(id); id != "" && !ok {
			c.block("TIME-18", field, "步骤“%s”中没有部门“%s”。", s.Name, id)
		}
	}
}

// checkModel holds the steps to the way of approval (GAP-22).
func (c *checker) checkModel() {
	p := c.record.Plan
	count := map[StepKind]int{}
	for _, s := range p.Steps {
		count[s.Kind]++
	}
	switch {
	case p.Model == OnTheSpot && count[Decide] != len(p.Steps):
		c.block("CAT-35", "plan", "当场办结的流程除决定外没有其他步骤。")
	case p.Model == SoleReview && (count[Review]+count[Verify] > 1 || count[Meeting] > 0):
		c.block("APP-11", "plan", "独任审核由一人审核，没有会商和第二道审核。")
	case p.Model == ReviewVerify && (count[Review] != 1 || count[Verify] != 1):
		c.block("APP-13", "plan", "一审一核应恰有一道审查和一道核准。")
	case count[Decide] > 1:
		c.block("GAP-22", "plan", "流程只有一次决定。")
	}
}

// next lists where a step may lead: to the step behind it, to where its branches say, and past steps that may not concern
// the applicant.
func next(p Plan, places map[string]int, n int) []int {
	var to []int
	passes := false
	for _, b := range p.Steps[n].Then {
		to = append(to, places[b.To])
		passes = passes || b.Finding == "pass"
	}
	for m := n + 1; !passes && m < len(p.Steps); m++ {
		to = append(to, m)
		if len(p.Steps[m].When) == 0 {
			break
		}
	}
	return to
}

// deadEnds tells for each step whether it lies on a way from the first step to the last.
func deadEnds(p Plan, places map[string]int) []bool {
	last := len(p.Steps) - 1
	forth := make([][]int, len(p.Steps))
	back := make([][]int, len(p.Steps))
	for n := range p.Steps {
		if n == last {
			continue
		}
		for _, m := range next(p, places, n) {
			forth[n] = append(forth[n], m)
			back[m] = append(back[m], n)
		}
	}
	first, end := walk(forth, starts(p)), walk(back, []int{last})
	on := make([]bool, len(p.Steps))
	for n := range on {
		on[n] = first[n] && end[n]
	}
	return on
}

// starts are the steps at which a plan may begin: the first that concerns the applicant.
func starts(p Plan) []int {
	var out []int
	for n, s := range p.Steps {
		out = append(out, n)
		if len(s.When) == 0 {
			break
		}
	}
	return out
}

func walk(edges [][]int, from []int) []bool {
	seen := make([]bool, len(edges))
	for len(from) > 0 {
		n := from[len(from)-1]
		from = from[:len(from)-1]
		if !seen[n] {
			seen[n] = true
			from = append(from, edges[n]...)
		}
	}
	return seen
}

// longestWay is the most that the limits of the steps add up to on a way that never returns.
func longestWay(p Plan, places map[string]int) int {
	most := make([]int, len(p.Steps))
	for n := len(p.Steps) - 1; n >= 0; n-- {
		for _, m := range next(p, places, n) {
			if m > n {
				most[n] = max(most[n], most[m])
			}
		}
		most[n] += p.Steps[n].Limit.Amount
	}
	longest := 0
	for _, n := range starts(p) {
		longest = max(longest, most[n])
	}
	return longest
}
