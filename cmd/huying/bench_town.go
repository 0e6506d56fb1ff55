package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"huying/internal/app"
	"huying/internal/audit"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// benchTown is the smallest town in which an order can live from the call to the archive, and an application from its
// submission to the department.
type benchTown struct {
	password     string
	orders       int               // how many older orders to lay in
	applications int               // and finished applications
	people       map[string]string // ids by log-in
	shelf        benchShelf
	tickets      []ticketed
	paper        string // id of a notice
}

var benchPeople = []struct {
	login, dept string
	role        org.Role
	scope       string
}{
	{"bench-operator", "bc", org.Operator, ""}, {"bench-dispatcher", "bc", org.Dispatcher, ""},
	{"bench-handler", "bw", org.Handler, "/bw/"}, {"bench-caller", "bh", org.Revisitor, ""}, {"bench-leader", "bc", org.Leader, ""},
	{"bench-clerk", "bh", org.Clerk, "/bh/"}, {"bench-reviewer", "scj", org.Reviewer, "/scj/"},
}

// build makes the town in an empty database.
func (t *benchTown) build(ctx context.Context, c app.Config, log *slog.Logger, say func(format string, args ...any)) error {
	c.Hurried = true
	a, err := app.Open(ctx, c, clock.Func(time.Now), log)
	if err != nil {
		return err
	}
	defer a.Close()
	t.password = rand.Text()
	sys := org.System()
	t.people = map[string]string{}
	err = a.DB.Update(ctx, func(tx *storage.Tx) error {
		if _, err := a.Org.AddRegion(tx, sys, org.Region{ID: "990000", Name: "量测市", Level: org.City}); err != nil {
			return err
		}
		if _, err := a.Org.AddRegion(tx, sys, org.Region{ID: "990001", Name: "量测镇", Parent: "990000", Level: org.Township}); err != nil {
			return err
		}
		for _, d := range []org.Department{{ID: "bc", Name: "12345中心", Kind: org.Centre}, {ID: "bh", Name: "窗口服务大厅", Kind: org.ServiceHall},
			{ID: "bi", Name: "监察室", Kind: org.Inspection}, {ID: "bw", Name: "供水局", Kind: org.Bureau}} {
			d.Short, d.Region, d.Active = d.Name, "990000", true
			if _, err := a.Org.AddDepartment(tx, sys, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.stock(ctx, a, say); err != nil {
		return err
	}
	err = a.DB.Update(ctx, func(tx *storage.Tx) error {
		for _, p := range benchPeople {
			person, err := a.Org.AddPerson(tx, sys, org.PersonForm{Login: p.login, Name: "量测员", Department: p.dept})
			if err != nil {
				return err
			}
			t.people[p.login] = person.ID
			if err := a.Org.Grant(tx, sys, person.ID, org.Grant{Role: p.role, DeptPath: p.scope}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range t.people {
		if err := a.Org.SetPassword(ctx, sys, t.password, id); err != nil {
			return err
		}
	}
	return nil
}

const fillPiece = 20_000 // rows of one table that is laid in

// fill lays older, answered orders in by an import, until there are as many as asked for. It tells how many in a second.
func (t *benchTown) fill(ctx context.Context, a *app.App, say func(format string, args ...any)) (laying float64, err error) {
	began := time.Now()
	pieces, inside := errgroup.WithContext(ctx)
	pieces.SetLimit(runtime.NumCPU()) // a server's work and ours take turns in each
	for done := 0; done < t.orders; done += fillPiece {
		pieces.Go(func() error {
			say("%s：铺底 %d / %d（%.0f秒）", a.DB.Engine(), done, t.orders, time.Since(began).Seconds())
			_, err := a.Hotline.Import(inside, org.System(), t.piece(done), hotline.ImportOptions{Source: "bench"})
			return err
		})
	}
	err = pieces.Wait()
	return float64(t.orders) / time.Since(began).Seconds(), err
}

// count lets the figures take in what was laid in, and tells how many in a second. It is sealed, too: nobody's questions are
// to be measured while the program still works off the history.
func (t *benchTown) count(ctx context.Context, a *app.App, say func(format string, args ...any)) (float64, error) {
	began := time.Now()
	say("%s：计入统计", a.DB.Engine())
	if err := a.Insight.CatchUp(ctx); err != nil {
		return 0, err
	}
	counting := float64(t.orders+t.applications) / time.Since(began).Seconds()
	if _, err := audit.Seal(ctx, a.DB, a.Vault); err != nil {
		return 0, err
	}
	return counting, a.DB.Update(ctx, func(tx *storage.Tx) error {
		if tx.Engine == storage.Postgres { // does it by itself, but in its own time
			_, err := tx.Exec(`ANALYZE`)
			return err
		}
		return nil
	})
}

// piece is a file of the older orders from one on.
func (t *benchTown) piece(from int) sheet.Table {
	table := sheet.Table{Header: []string{"id", "user", "title", "submitted_at", "body", "reply", "replied_at"}}
	for i := from; i < min(from+fillPiece, t.orders); i++ {
		table.Rows = append(table.Rows, benchRow(i, t.orders))
	}
	return table
}

var (
	benchPlaces  = []string{"河滨小区", "建设路", "东门市场", "望江桥头", "实验小学门口", "城北工业园", "老汽车站", "湖心公园", "幸福里", "西关街"}
	benchMatters = []string{"停水两天无人答复", "路灯不亮夜间难行", "井盖破损存在隐患", "占道经营影响通行", "施工噪声夜间扰民", "咨询生育津贴如何申领", "垃圾多日没有清运", "建议增设公交站点", "物业乱收停车费", "电梯频繁故障"}
)

// benchRow is the i-th of n older orders: two years of them, each answered within three weeks. A flood is in the first
// tenth only, one bridge is hardly ever named.
func benchRow(i, n int) []string {
	asked := time.Date(2024, 1, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(i%1_000_000) * time.Minute)
	place, matter := benchPlaces[i%len(benchPlaces)], benchMatters[(i/7)%len(benchMatters)]
	switch {
	case i%100_000 == 17:
		matter = "欧阙桥栏杆松动"
	case i < n/10 && i%3 == 0:
		matter = "洪灾受损房屋待修"
	}
	return []string{fmt.Sprint("B", i), fmt.Sprint("U", i%50_000), fmt.Sprintf("%s%s", place, matter), asked.Format(time.RFC3339),
		fmt.Sprintf("%s%d号附近%s，已经反映过%d次，请有关部门核实处理。", place, i%400, matter, i%5),
		"您好，经现场核实，已安排专人处理并向您说明情况，感谢您的监督。", asked.Add(time.Duration(i%500) * time.Hour).Format(time.RFC3339)}
}
