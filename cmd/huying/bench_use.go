package main

import (
	"bufio"
	"context"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// benchUse is what one thing that was done took: milliseconds of processor time by where they were spent, what was asked
// of the database (the background's work included), and the requests by operation.
type benchUse struct {
	Server       float64     `json:"server"`
	Database     float64     `json:"database"` // and whatever else runs on the machine
	Client       float64     `json:"client"`
	Transactions float64     `json:"transactions"`
	Statements   float64     `json:"statements"`
	Trips        float64     `json:"trips"`
	Requests     []benchCall `json:"requests"`
}

// benchCall is one operation: how often it was asked for and how many milliseconds an answer took on the average.
type benchCall struct {
	Operation string  `json:"operation"`
	Times     float64 `json:"times"`
	Mean      float64 `json:"mean"`
}

// used lets eight clients do a thing, and tells how often in a second and what one of them took.
func (b *bencher) used(ctx context.Context, base string, thing func(ctx context.Context, client int) error) (rate float64, use benchUse, err error) {
	before, err := gauge(ctx, base)
	if err != nil {
		return 0, use, err
	}
	began := time.Now()
	if rate, err = crowd(ctx, 8, b.span, thing); err != nil {
		return 0, use, err
	}
	done := rate * time.Since(began).Seconds()
	after, err := gauge(ctx, base)
	if err != nil {
		return 0, use, err
	}
	return rate, after.since(before, done), nil
}

// gauges are counters that only grow: of this machine, of this process, and those that the server shows of itself.
type gauges struct {
	machine, self time.Duration
	server        map[string]float64
}

var metricLine = regexp.MustCompile(`^(huying_database_\w+|process_cpu_seconds_total|huying_request_seconds_(?:sum|count)\{operation="(\w+)",status="\w+"\}) (\S+)$`)

// gauge reads them all.
func gauge(ctx context.Context, base string) (g gauges, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/metrics", nil)
	if err != nil {
		return g, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return g, err
	}
	defer res.Body.Close()
	g.server = map[string]float64{}
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		m := metricLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		n, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return g, err
		}
		name, _, _ := strings.Cut(m[1], "{")
		g.server[name+m[2]] += n
	}
	g.self = ownTime()
	g.machine, err = machineTime()
	return g, err
}

// ownTime is how much processor time this process has had.
func ownTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// machineTime is how much processor time all of the machine has had.
func machineTime() (time.Duration, error) {
	raw, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	const tick, idle, waiting = 10 * time.Millisecond, 3, 4
	line, _, _ := strings.Cut(string(raw), "\n")
	var all time.Duration
	for i, field := range strings.Fields(line)[1:8] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		if i != idle && i != waiting {
			all += time.Duration(n) * tick
		}
	}
	return all, nil
}

func (g gauges) since(before gauges, done float64) benchUse {
	grown := func(name string) float64 { return (g.server[name] - before.server[name]) / done }
	u := benchUse{Server: grown("process_cpu_seconds_total") * 1000, Client: (g.self - before.self).Seconds() * 1000 / done,
		Transactions: grown("huying_database_transactions_total"), Statements: grown("huying_database_statements_total"), Trips: grown("huying_database_trips_total")}
	u.Database = max(0, (g.machine-before.machine).Seconds()*1000/done-u.Server-u.Client)
	const sum, count = "huying_request_seconds_sum", "huying_request_seconds_count"
	for _, name := range slices.Sorted(maps.Keys(g.server)) {
		operation, of := strings.CutPrefix(name, count)
		if times := grown(name); of && times > 0.01 {
			u.Requests = append(u.Requests, benchCall{operation, times, grown(sum+operation) * 1000 / times})
		}
	}
	slices.SortStableFunc(u.Requests, func(a, b benchCall) int { return int(1000 * (b.Times*b.Mean - a.Times*a.Mean)) })
	return u
}
