// Package satisfaction is the one scale on which citizens say how they were served. It is stored as a word, never as a
// digit: GB/T 39046 counts 1 as best, most devices count 5 as best. Digits are mapped at each boundary.
package satisfaction

import "huying/internal/fault"

// Grade is a citizen's answer. The empty grade means that nobody has asked yet or that there was no answer.
type Grade string

// The five grades (GAP-29).
const (
	VerySatisfied    Grade = "very_satisfied"
	Satisfied        Grade = "satisfied"
	Fair             Grade = "fair"
	Dissatisfied     Grade = "dissatisfied"
	VeryDissatisfied Grade = "very_dissatisfied"
)

// All lists the grades from best to worst.
var All = []Grade{VerySatisfied, Satisfied, Fair, Dissatisfied, VeryDissatisfied}

var labels = map[Grade]string{
	VerySatisfied: "非常满意", Satisfied: "满意", Fair: "基本满意", Dissatisfied: "不满意", VeryDissatisfied: "非常不满意",
}

// Label is the grade in Chinese, "未评价" for the empty one.
func (g Grade) Label() string {
	if l, ok := labels[g]; ok {
		return l
	}
	return "未评价"
}

// Good reports whether the citizen is satisfied: the last two grades are bad (GAP-29).
func (g Grade) Good() bool { return g == VerySatisfied || g == Satisfied || g == Fair }

// Standard is the digit of GB/T 39046 table A.8: 1 very satisfied ... 5 very dissatisfied. 0 for the empty grade.
func (g Grade) Standard() int {
	for i, x := range All {
		if x == g {
			return i + 1
		}
	}
	return 0
}

// Stars is the digit that devices and star displays use: 5 very satisfied ... 1 very dissatisfied. 0 for the empty grade.
func (g Grade) Stars() int {
	if n := g.Standard(); n > 0 {
		return 6 - n
	}
	return 0
}

// Parse reads a grade's word; the empty word is refused.
func Parse(s string) (Grade, error) {
	if g := Grade(s); labels[g] != "" {
		return g, nil
	}
	return "", fault.New(fault.Invalid, "satisfaction.grade", "请选择满意程度。").Under("HOT-101")
}
