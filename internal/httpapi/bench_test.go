package httpapi

import (
	"testing"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage/storagetest"
)

// BenchmarkRegister is what the door costs on top of the verb: compare the two of an engine.
func BenchmarkRegister(b *testing.B) {
	for name, open := range map[string]func(b *testing.B) *town{
		"sqlite":   func(b *testing.B) *town { return aTown(b) },
		"postgres": func(b *testing.B) *town { db, clk := storagetest.Postgres(b); return newTown(b, db, clk) },
	} {
		b.Run(name+"/verb", func(b *testing.B) {
			w := open(b)
			who := w.actor(org.Operator)
			b.ResetTimer()
			b.SetParallelism(4)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if _, err := w.s.Hotline.Register(w.ctx, who, appeal()); err != nil {
						b.Error(err)
					}
				}
			})
		})
		b.Run(name+"/door", func(b *testing.B) {
			w := open(b)
			read[hotline.Ref](b, w.ask(org.Operator, post, "/api/orders", appeal()))
			b.ResetTimer()
			b.SetParallelism(4)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if a := w.ask(org.Operator, post, "/api/orders", appeal()); a.Code != 201 {
						b.Error(a.Body)
					}
				}
			})
		})
	}
}
