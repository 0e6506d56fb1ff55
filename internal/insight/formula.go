package insight

import "huying/internal/hotline"

// Formula is one published rate: what is divided by what, under which rule, in which version. It is data; the numbers, the
// lists behind them and the explanation on the page all come from this table.
type Formula struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Sentence    string `json:"sentence"`
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator"`
	Rule        string `json:"rule"`
	Version     int    `json:"version"`

	num, den measure
	about    hotline.About // what its list shows
	wait     *waiting      // orders of the denominator whose time has not come yet and that are left out
}

// waiting describes orders that are not counted yet: they are not done, and their limit lies after the period's end.
type waiting struct {
	done measure
	due  string // column of the limit
}

// KeyOnline is the formula that counts days of departments instead of orders.
const KeyOnline = "online"

// Formulas are the rates, in the order in which pages show them (HOT-05).
var Formulas = []Formula{
	{Key: KeyOnline, Name: "上线率", Rule: "HOT-48", Version: 1,
		Sentence:  "统计期内，单位当日有人登录、且日终没有超过签收时限仍未签收的工单的工作日，占全部工作日的比例。",
		Numerator: "当日有人登录且日终无逾期未签收工单的工作日数", Denominator: "统计期内已经过去的工作日数（单位设立之前的除外）"},
	{Key: "closing", Name: "结案率", Rule: "HOT-05", Version: 1, num: mConcluded, den: mDispatched, about: hotline.About{Meter: hotline.MeterHandling}, wait: &waiting{mConcluded, "handling_due"},
		Sentence:  "统计期内登记并派给本单位、到期末应当办结的工单中，已登记办结的比例。发回重办而未再办结的不算办结。",
		Numerator: "已登记办结的工单数", Denominator: "统计期内登记并派单、办理时限在期末前届满或者已提前办结的工单数"},
	{Key: "on_time", Name: "按时办结率", Rule: "HOT-58", Version: 1, num: mOnTime, den: mDispatched, about: hotline.About{Meter: hotline.MeterHandling}, wait: &waiting{mConcluded, "handling_due"},
		Sentence:  "统计期内登记并派给本单位、到期末应当办结的工单中，每次答复都在办理时限内并已登记办结的比例。",
		Numerator: "每次答复均未超过办理时限且已登记办结的工单数", Denominator: "统计期内登记并派单、办理时限在期末前届满或者已提前办结的工单数"},
	{Key: "satisfaction", Name: "满意率", Rule: "HOT-101", Version: 1, num: mSatisfied, den: mRated, about: hotline.About{Satisfaction: true},
		Sentence:  "有满意度记录的工单中，诉求人表示满意的比例。以回访时的评价为准，尚未回访的以答复时的评价为准；解释办结的不算满意。",
		Numerator: "评价为非常满意、满意或者基本满意，且不是解释办结的工单数", Denominator: "有满意度记录的工单数"},
	{Key: "signing", Name: "按时签收率", Rule: "HOT-48", Version: 1, num: mSignedInTime, den: mDispatched, about: hotline.About{Meter: hotline.MeterSign}, wait: &waiting{mSigned, "sign_due"},
		Sentence:  "派给本单位、到期末应当签收的工单中，在签收时限内签收的比例。",
		Numerator: "在签收时限内签收的工单数", Denominator: "统计期内登记并派单、签收时限在期末前届满或者已签收的工单数"},
	{Key: "revisit", Name: "回访率", Rule: "HOT-67", Version: 1, num: mRevisited, den: mConcluded, about: hotline.About{Meter: hotline.MeterRevisit}, wait: &waiting{mRevisited, "revisit_due"},
		Sentence:  "已登记办结、到期末应当回访的工单中，至少回访过一次的比例。",
		Numerator: "登记办结后至少回访过一次的工单数", Denominator: "已登记办结、回访时限在期末前届满或者已经回访的工单数"},
}

// formula finds a formula by its key.
func formula(key string) (Formula, bool) {
	for _, f := range Formulas {
		if f.Key == key {
			return f, true
		}
	}
	return Formula{}, false
}

// AboutOf is what the list behind a figure of orders shows beside the orders: the limit that it is about, or the grades.
func AboutOf(figure string) hotline.About {
	switch figure {
	case "unsigned", "unsigned_late":
		return hotline.About{Meter: hotline.MeterSign}
	case "late":
		return hotline.About{Meter: hotline.MeterHandling}
	case mRated.column(), mSatisfied.column(), mExplained.column():
		return hotline.About{Satisfaction: true}
	}
	f, _ := formula(figure)
	return f.about
}

// Percent is a rate in per cent, in hundredths, rounded half up: 31524 of 68849 is 4579, that is 45.79% (GAP-26). It is
// false when there is nothing to divide by.
func Percent(numerator, denominator int64) (hundredths int64, ok bool) {
	if denominator <= 0 || numerator < 0 {
		return 0, false
	}
	return (numerator*20000 + denominator) / (2 * denominator), true
}

// Figure is one rate of one row. Rate is in per cent with two decimals, absent when there is nothing to divide by. Rank is
// 1 for the highest rate of the table; equal rates share it, and 0 is for a row without a rate or with a small sample. Small
// marks a denominator too small to build on.
type Figure struct {
	Key         string   `json:"key"`
	Numerator   int64    `json:"numerator"`
	Denominator int64    `json:"denominator"`
	Rate        *float64 `json:"rate"`
	Rank        int      `json:"rank,omitempty"`
	Small       bool     `json:"small,omitempty"`
}

func newFigure(key string, numerator, denominator int64, small int) Figure {
	f := Figure{Key: key, Numerator: numerator, Denominator: denominator, Small: denominator > 0 && denominator < int64(small)}
	if hundredths, ok := Percent(numerator, denominator); ok {
		rate := float64(hundredths) / 100
		f.Rate = &rate
	}
	return f
}

// hundredths is the rate as a whole number, -1 when there is none.
func (f Figure) hundredths() int64 {
	h, ok := Percent(f.Numerator, f.Denominator)
	if !ok {
		return -1
	}
	return h
}
