package hotline

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// BenchmarkRegister reports how many orders one and eight operators register in a second, without HTTP.
func BenchmarkRegister(b *testing.B) {
	for engine, open := range map[string]func(b testing.TB) (*storage.DB, *clock.Virtual){"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		for _, clients := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/%d", engine, clients), func(b *testing.B) {
				db, clk := open(b)
				s, operator := benchTown(b, db, clk)
				var left atomic.Int64
				left.Store(int64(b.N))
				done := make(chan error, clients)
				b.ResetTimer()
				for range clients {
					go func() {
						for left.Add(-1) >= 0 {
							if _, err := s.Register(context.Background(), operator, appeal("help")); err != nil {
								done <- err
								return
							}
						}
						done <- nil
					}()
				}
				for range clients {
					if err := <-done; err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
			})
		}
	}
}

func benchTown(b *testing.B, db *storage.DB, clk *clock.Virtual) (*Service, org.Actor) {
	b.Helper()
	ctx := context.Background()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	settings, err := policy.Open(ctx, db, func(*storage.Tx, string) (bool, error) { return true, nil }, org.Settings, Policies)
	must(err)
	people := org.New(db, clk, settings, nil)
	kernel, err := casework.New(db, Flow, AssistFlow)
	must(err)
	vault, err := secret.Open(secret.Options{Dir: b.TempDir()})
	must(err)
	sys := org.System()
	must(db.Update(ctx, func(tx *storage.Tx) error {
		if _, err := people.AddRegion(tx, sys, org.Region{ID: "9901", Name: "东河镇", Level: org.Township}); err != nil {
			return err
		}
		_, err := people.AddDepartment(tx, sys, org.Department{ID: "centre", Name: "12345中心", Short: "中心", Kind: org.Centre, Region: "9901"})
		return err
	}))
	return New(db, kernel, people, settings, vault, nil), sys
}

// BenchmarkLifecycle reports how many orders go from the call to the revisit in a second, and BenchmarkView how long the
// page of one takes.
func BenchmarkLifecycle(b *testing.B) {
	for engine, open := range map[string]func(b testing.TB) (*storage.DB, *clock.Virtual){"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			w := benchWorld(b, open)
			b.ResetTimer()
			for range b.N {
				w.concluded("help")
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
		})
		b.Run(engine+"/view", func(b *testing.B) {
			w := benchWorld(b, open)
			ref := w.concluded("help")
			b.ResetTimer()
			for range b.N {
				w.get(ref.ID)
			}
		})
	}
}

func benchWorld(b *testing.B, open func(b testing.TB) (*storage.DB, *clock.Virtual)) *world {
	w := &world{t: b, ctx: context.Background(), people: map[string]org.Actor{}}
	w.db, w.clk = open(b)
	w.build()
	return w
}
