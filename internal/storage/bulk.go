package storage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// bulkRows is how many single insertions make one statement. Always the same number, so that the server knows the text.
const bulkRows = 100

// insertion is the text of a statement that inserts what its arguments say, cut at the rows: all arguments stand there, in
// their order.
type insertion struct{ before, rows, after string }

var argument = regexp.MustCompile(`\$[0-9]+`)

// cut finds the rows of a statement with n arguments; false if it is no plain insertion.
func cut(query string, n int) (c insertion, plain bool) {
	const values = "VALUES "
	from, last := strings.Index(query, values+"("), strings.LastIndex(query, "$"+strconv.Itoa(n))
	if !strings.HasPrefix(query, "INSERT INTO ") || from < 0 || last < from {
		return c, false
	}
	from += len(values)
	to := last + strings.Index(query[last:], ")") + 1
	c = insertion{query[:from], query[from:to], query[to:]}
	return c, !strings.Contains(c.before+c.after, "$") && len(argument.FindAllString(c.rows, -1)) == n
}

// times is the statement for so many sets of n arguments.
func (c insertion) times(sets, n int) string {
	rows := make([]string, sets)
	for i := range rows {
		rows[i] = argument.ReplaceAllStringFunc(c.rows, func(a string) string {
			at, _ := strconv.Atoi(a[1:])
			return "$" + strconv.Itoa(at+i*n)
		})
	}
	return c.before + strings.Join(rows, ", ") + c.after
}

// together puts insertions of the same text into one, so many at a time. What is left over of each comes before the next
// statement that somebody wants an answer of.
func together(all []statement) (out []statement) {
	many := map[string]string{} // the text for bulkRows at once, "" of what is no plain insertion
	waiting := map[string][]statement{}
	var order []string
	rest := func() {
		for _, query := range order {
			out = append(out, waiting[query]...)
		}
		order, waiting = nil, map[string][]statement{}
	}
	for _, s := range all {
		if _, known := many[s.query]; !known && s.take == nil {
			many[s.query] = ""
			if c, plain := cut(s.query, len(s.args)); plain {
				many[s.query] = c.times(bulkRows, len(s.args))
			}
		}
		switch {
		case s.take != nil:
			rest()
			out = append(out, s)
			continue
		case many[s.query] == "":
			out = append(out, s)
			continue
		case len(waiting[s.query]) == 0:
			order = append(order, s.query)
		}
		if waiting[s.query] = append(waiting[s.query], s); len(waiting[s.query]) == bulkRows {
			var args []any
			for _, one := range waiting[s.query] {
				args = append(args, one.args...)
			}
			out = append(out, statement{query: many[s.query], args: args})
			waiting[s.query] = nil
			order = slices.DeleteFunc(order, func(query string) bool { return query == s.query })
		}
	}
	rest()
	return out
}
