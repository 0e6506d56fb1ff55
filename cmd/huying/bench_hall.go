package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huying/internal/app"
	"huying/internal/approval"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
)

// underWay is how many applications are under way when people look at their lists.
const underWay = 4_000

// ticketed is an application whose progress its applicant asks for.
type ticketed struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// file lays finished applications in by an import, until there are as many as asked for. It tells how many in a second.
func (t *benchTown) file(ctx context.Context, a *app.App, say func(format string, args ...any)) (laying float64, err error) {
	began := time.Now()
	pieces, inside := errgroup.WithContext(ctx)
	pieces.SetLimit(runtime.NumCPU())
	for done := 0; done < t.applications; done += fillPiece {
		pieces.Go(func() error {
			say("%s：办件铺底 %d / %d（%.0f秒）", a.DB.Engine(), done, t.applications, time.Since(began).Seconds())
			res, err := a.Approval.Import(inside, org.System(), t.finished(done), approval.ImportOptions{Source: "bench"})
			if err == nil && res.RefusedRows > 0 {
				err = fmt.Errorf("bench: %d rows are refused: %s", res.RefusedRows, res.Refused[0].Label)
			}
			return err
		})
	}
	if err := pieces.Wait(); err != nil {
		return 0, err
	}
	return float64(t.applications) / time.Since(began).Seconds(), nil
}

// finished is a file of the finished applications from one on.
func (t *benchTown) finished(from int) sheet.Table {
	table := sheet.Table{Header: []string{"id", "item", "name", "id_number", "phone", "channel", "received_at", "accepted_at", "decided_at", "delivered_at", "result"}}
	for i := from; i < min(from+fillPiece, t.applications); i++ {
		table.Rows = append(table.Rows, t.finishedRow(i))
	}
	return table
}

// finishedRow is the i-th finished application: two years of them, under several hundred items, each done within three weeks.
func (t *benchTown) finishedRow(i int) []string {
	received := time.Date(2024, 1, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(i%1_000_000) * time.Minute)
	at := func(hours int) string { return received.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
	result := "准予"
	if i%50 == 7 {
		result = "不予"
	}
	return []string{fmt.Sprint("B", i), t.shelf.keys[i*7%wanted], "量测" + string(rune('一'+i%500)), benchIdentity(i % 50_000), benchPhone(int64(i)), []string{"web", "window"}[i%2],
		at(0), at(2), at(2 + i%300), at(3 + i%300 + i%181), result}
}

// begin lets applications begin: a quarter waits to be accepted, the others with the department.
func (t *benchTown) begin(ctx context.Context, a *app.App, say func(format string, args ...any)) error {
	say("%s：在办办件", a.DB.Engine())
	clerk, err := a.Org.Actor(ctx, t.people["bench-clerk"])
	if err != nil {
		return err
	}
	for i := range min(underWay, t.applications) {
		in := t.shelf.answers[i%len(t.shelf.answers)]
		in.Party = benchParty(i)
		r, err := a.Approval.Submit(ctx, in)
		if err != nil {
			return err
		}
		if i%100 == 0 {
			t.tickets = append(t.tickets, ticketed{r.Number, r.Code})
		}
		if i%4 > 0 {
			if _, err = a.Approval.Accept(ctx, clerk, r.ID, r.Version, approval.Acceptance{}); err != nil {
				return err
			}
		}
	}
	return t.sample(ctx, a)
}

// sample remembers some finished applications, whose progress is asked for as well, and one paper.
func (t *benchTown) sample(ctx context.Context, a *app.App) error {
	done, err := a.Approval.List(ctx, org.System(), approval.Filter{States: []string{approval.Delivered}}, page.Request{Size: 50})
	if err != nil {
		return err
	}
	for _, r := range done.Items {
		t.tickets = append(t.tickets, ticketed{r.Number, a.Approval.QueryCode(r.ID)})
	}
	reviewing, err := a.Approval.List(ctx, org.System(), approval.Filter{States: []string{approval.Reviewing}}, page.Request{Size: 1})
	if err != nil || len(reviewing.Items) == 0 {
		return err
	}
	v, err := a.Approval.Get(ctx, org.System(), reviewing.Items[0].ID)
	if err == nil {
		t.paper = v.Documents[0].ID
	}
	return err
}

func benchParty(i int) approval.Party {
	return approval.Party{Kind: "person", Name: "量测" + string(rune('一'+i%500)), IDNumber: benchIdentity(i % 50_000), Phone: strings.Replace(benchPhone(int64(i)), "138", "139", 1)}
}
