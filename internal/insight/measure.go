package insight

import "strings"

// measure is one yes-or-no question about an order; figures are sums of the answers.
type measure int

// The measures, in the order of their columns.
const (
	mOrders       measure = iota // received at all
	mAnswered                    // answered on the spot
	mRefused                     // not accepted
	mRedirected                  // told where to go
	mDispatched                  // sent to a department
	mSigned                      // signed for by it
	mSignedInTime                // within the limit
	mConcluded                   // concluded, and not reopened since
	mOnTime                      // concluded, answered within the limit every time
	mRated                       // has a reading of satisfaction
	mSatisfied                   // the reading is good and the closing is not an explained one
	mRevisited                   // concluded and called back at least once since
	mReturned                    // returned by a department at least once
	mRedone                      // sent back to be handled again at least once
	mExplained                   // closed as explained
	mArchived                    // archived
	measures
)

var columns = [measures]string{"orders", "answered", "refused", "redirected", "dispatched", "signed", "signed_in_time", "concluded",
	"timely", "rated", "satisfied", "revisited", "returned", "redone", "explained", "archived"}

var measureNames = [measures]string{"登记", "当场答复", "不予受理", "告知去向", "派单", "签收", "按时签收", "办结",
	"按时办结", "有评价", "满意", "已回访", "退单", "重办", "解释办结", "归档"}

func (m measure) column() string { return columns[m] }

// Counts is how many orders answer each measure with yes.
type Counts [measures]int64

// ByName gives the counts by their column names, for pages.
func (c Counts) ByName() map[string]int64 {
	out := make(map[string]int64, measures)
	for m, n := range c {
		out[columns[m]] = n
	}
	return out
}

func (c Counts) plus(other Counts) Counts {
	for m := range c {
		c[m] += other[m]
	}
	return c
}

func (c Counts) minus(other Counts) Counts {
	for m := range c {
		c[m] -= other[m]
	}
	return c
}

// dest gives where the measures' columns are scanned to.
func (c *Counts) dest() []any {
	out := make([]any, measures)
	for m := range c {
		out[m] = &c[m]
	}
	return out
}

func (c Counts) values() []any {
	out := make([]any, measures)
	for m, n := range c {
		out[m] = n
	}
	return out
}

// measureColumns is the list of all measures' columns.
var measureColumns = strings.Join(columns[:], ", ")

// measureSums is the list of their sums.
var measureSums = func() string {
	sums := make([]string, measures)
	for m, c := range columns {
		sums[m] = "CAST(COALESCE(SUM(" + c + "), 0) AS BIGINT)" // PostgreSQL sums BIGINT to NUMERIC
	}
	return strings.Join(sums, ", ")
}()
