package insight

import (
	"slices"
	"strings"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/storage"
)

// share is one number about an application; its figures are sums of them. Each counts on a day of its own.
type share int

// The shares, in the order of their columns.
const (
	sReceived    share = iota // on the day of receipt
	sOnline                   // applied for from home
	sAccepted                 // on the day of acceptance
	sCommitted                // granted on a commitment
	sCompleted                // on the day of delivery, with a decision
	sTold                     // of these, those of whose way all is known: no older system had them
	sSteps                    // how many steps those took
	sTrips                    // and visits of the applicant
	sOnce                     // with one visit at most
	sTimely                   // not overdue, nor perhaps
	sCandidate                // perhaps overdue: nobody has ruled on it yet
	sUnexplained              // late, and the applicant was not told why
	sTaken                    // days they took, of those whose limit compares
	sStatutory                // days that the law allows them
	sFormal                   // those that want a formal review only
	sSpot                     // of these, decided on the spot
	sSpotAll                  // of all, decided on the spot
	sVisits                   // on each day on which the applicant came to a window
	shares
)

var shareColumns = [shares]string{"received", "online", "accepted", "committed", "completed", "told", "steps", "trips", "once", "timely", "candidates", "unexplained", "taken", "statutory",
	"formal", "spot", "spot_all", "visits"}

// counted says on which day a share counts: "received", "accepted", "ended" or "visit".
func (s share) counted() string {
	switch {
	case s == sVisits:
		return "visit"
	case s < sAccepted:
		return "received"
	case s < sCompleted:
		return "accepted"
	}
	return "ended"
}

// Shares are the shares of one application, or of a set of them.
type Shares [shares]int64

func (n *Shares) dest() []any {
	out := make([]any, shares)
	for s := range n {
		out[s] = &n[s]
	}
	return out
}

func (n Shares) values() []any {
	out := make([]any, shares)
	for s, v := range n {
		out[s] = v
	}
	return out
}

// only keeps the shares that count on one of an application's days.
func (n Shares) only(counted string) Shares {
	for s := range shares {
		if s.counted() != counted {
			n[s] = 0
		}
	}
	return n
}

var (
	shareList = strings.Join(shareColumns[:], ", ")
	shareSums = func() string {
		sums := make([]string, shares)
		for s, c := range shareColumns {
			sums[s] = "CAST(COALESCE(SUM(" + c + "), 0) AS BIGINT)"
		}
		return strings.Join(sums, ", ")
	}()
)

// application is one row of the projection: an application as its events tell it. It is a plain value, so that two can be
// compared.
type application struct {
	ID, Item, Dept            string
	Hall, Region              string // of the windows that accept it
	Seq                       int64
	Model                     catalog.Model
	Received, Accepted, Ended string // days
	Visits                    string // days, each once
	Shares
}

const applicationFacts = `id, seq, item, dept, hall, region, model, received_day, accepted_day, ended_day, visit_days`

func (a *application) dest() []any {
	return append([]any{&a.ID, &a.Seq, &a.Item, &a.Dept, &a.Hall, &a.Region, &a.Model, &a.Received, &a.Accepted, &a.Ended, &a.Visits}, a.Shares.dest()...)
}

func (a *application) values() []any {
	return append([]any{a.ID, a.Seq, a.Item, a.Dept, a.Hall, a.Region, a.Model, a.Received, a.Accepted, a.Ended, a.Visits}, a.Shares.values()...)
}

// tellApplication folds the events of an application; nil for what is none.
func tellApplication(events []audit.Event) (*application, error) {
	told, is, err := approval.CountedIn(events)
	if err != nil || !is {
		return nil, err
	}
	end := events[len(events)-1]
	return answered(end.Stream, end.Seq, told), nil
}

// answered answers the shares from what an application's record says.
func answered(id string, seq int64, c approval.Told) *application {
	visits := strings.Fields(c.Visits)
	a := &application{ID: id, Seq: seq, Item: c.Item, Dept: c.Dept, Hall: c.Window, Region: c.Region, Model: c.Model, Received: dayOr(c.Received), Accepted: dayOr(c.Accepted),
		Visits: strings.Join(slices.Compact(slices.Sorted(slices.Values(visits))), " ")}
	completed := c.Ended != 0 && c.Outcome != ""
	told := completed && !c.Imported
	if completed {
		a.Ended = dayOr(c.Ended)
	}
	sum := func(holds bool, n int64) int64 {
		if holds {
			return n
		}
		return 0
	}
	a.Shares = Shares{
		sReceived: flag(c.Received != 0), sOnline: flag(c.Received != 0 && c.Online()),
		sAccepted: flag(c.Accepted != 0), sCommitted: flag(c.Accepted != 0 && c.Committed && c.Outcome == "grant"),
		sCompleted: flag(completed), sTold: flag(told), sSteps: sum(told, c.Steps), sTrips: sum(told, int64(len(visits))), sOnce: flag(told && len(visits) <= 1),
		sTimely: flag(completed && !c.Overdue && !c.Candidate), sCandidate: flag(completed && c.Candidate), sUnexplained: flag(completed && c.Untold),
		sTaken: sum(completed && c.Statutory > 0, c.Taken), sStatutory: sum(completed, c.Statutory),
		sFormal: flag(told && c.Formal), sSpot: flag(told && c.Formal && c.OnSpot), sSpotAll: flag(told && c.OnSpot), sVisits: int64(len(strings.Fields(a.Visits)))}
	return a
}

func dayOr(ms int64) string {
	if ms == 0 {
		return ""
	}
	return day(storage.Time(ms))
}

// The steps by which shares are summed.
const (
	stepDay   = "day"
	stepMonth = "month"
)

// applicationCell is one place in the sums.
type applicationCell struct{ step, day, item, dept, hall, region string }

// applicationSums are what a set of applications adds up to, or by how much that changes.
type applicationSums map[applicationCell]Shares

func (s applicationSums) add(a *application, times int64) {
	put := func(day string, n Shares) {
		if day == "" {
			return
		}
		for step, at := range map[string]string{stepDay: day, stepMonth: day[:len("2026-03")]} {
			cell := applicationCell{step, at, a.Item, a.Dept, a.Hall, a.Region}
			sum := s[cell]
			for i := range sum {
				sum[i] += times * n[i]
			}
			s[cell] = sum
		}
	}
	put(a.Received, a.only("received"))
	put(a.Accepted, a.only("accepted"))
	put(a.Ended, a.only("ended"))
	for _, day := range strings.Fields(a.Visits) {
		put(day, Shares{sVisits: 1})
	}
}

// applicationChange is what a batch of events does to the projection of applications.
type applicationChange struct {
	sums applicationSums
	rows []*application
	gone map[string]string // days of visits, by application, that are to be written anew
}

func (c *applicationChange) compare(is, was *application) {
	if was != nil && *was == *is {
		return
	}
	if was != nil {
		c.sums.add(was, -1)
	}
	c.sums.add(is, 1)
	c.rows = append(c.rows, is)
	if was != nil && was.Visits != is.Visits {
		c.gone[is.ID] = was.Visits
	}
}

func (c *applicationChange) write(tx *storage.Tx) {
	for _, a := range c.rows {
		tx.Queue(upsertApplication, a.values()...)
		for _, day := range strings.Fields(c.gone[a.ID]) {
			tx.Queue(`DELETE FROM insight_visit WHERE day = $1 AND id = $2`, day, a.ID)
		}
		for _, day := range strings.Fields(a.Visits) {
			tx.Queue(`INSERT INTO insight_visit (day, id) VALUES ($1, $2) ON CONFLICT (day, id) DO NOTHING`, day, a.ID)
		}
	}
	for at, n := range c.sums {
		if n == (Shares{}) {
			continue
		}
		tx.Queue(addApplications, append([]any{at.step, at.day, at.item, at.dept, at.hall, at.region}, n.values()...)...)
		if n[sReceived] < 0 || n[sAccepted] < 0 || n[sCompleted] < 0 || n[sVisits] < 0 {
			tx.Queue(`DELETE FROM insight_application_sum WHERE step = $1 AND day = $2 AND item = $3 AND dept = $4 AND hall = $5 AND region = $6 AND received = 0 AND accepted = 0 AND completed = 0 AND visits = 0`,
				at.step, at.day, at.item, at.dept, at.hall, at.region)
		}
	}
}

var upsertApplication = `INSERT INTO insight_application (` + applicationFacts + `, ` + shareList + `) VALUES (` + storage.Placeholders(1, 11+int(shares)) + `)
	ON CONFLICT (id) DO UPDATE SET ` + taken(applicationFacts+", "+shareList)

var addApplications = `INSERT INTO insight_application_sum (step, day, item, dept, hall, region, ` + shareList + `) VALUES (` + storage.Placeholders(1, 6+int(shares)) + `)
	ON CONFLICT (step, day, item, dept, hall, region) DO UPDATE SET ` + added("insight_application_sum", shareColumns[:])

// applicationsByID reads the rows as they stand.
func applicationsByID(tx *storage.Tx, ids []string) (map[string]*application, error) {
	out := make(map[string]*application, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return out, eachApplication(tx, `WHERE id IN (`+storage.Placeholders(1, len(ids))+`)`, args, func(a *application) { out[a.ID] = a })
}

func eachApplication(tx *storage.Tx, where string, args []any, keep func(*application)) error {
	return tx.All(`SELECT `+applicationFacts+`, `+shareList+` FROM insight_application `+where, args, func(scan func(...any) error) error {
		var a application
		err := scan(a.dest()...)
		keep(&a)
		return err
	})
}
