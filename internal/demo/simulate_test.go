package demo

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/calendar"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func simulate(t *testing.T, o storage.Options, seed uint64, days, applications int, full ...bool) Outcome {
	t.Helper()
	first := calendar.Of(2026, 3, 2)
	o.Entropy = Entropy(seed)
	out, err := Simulate(ctx, open(t, o, first.Start()), first, Options{Days: days, Seed: seed, Applications: applications, Full: len(full) > 0})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The same seed leads to the same record, to the last byte, whenever and on whichever engine it is run.
func TestSimulationRepeats(t *testing.T) {
	t.Parallel()
	const days, applications = 3, 8
	once := simulate(t, storage.Options{Dir: t.TempDir()}, 7, days, applications)
	if once.Events < 1000 || once.Answered == 0 || once.OnTime > once.Answered || once.Applications < 3*applications || len(once.Filings) < 4 {
		t.Errorf("three days came to %+v", once)
	}
	if diff := cmp.Diff(once, simulate(t, storage.Options{URL: storagetest.PostgresURL(t)}, 7, days, applications)); diff != "" {
		t.Errorf("PostgreSQL differs:\n%s", diff)
	}
	day := simulate(t, storage.Options{Dir: t.TempDir()}, 7, 1, 0)
	if diff := cmp.Diff(day, simulate(t, storage.Options{Dir: t.TempDir()}, 7, 1, 0)); diff != "" {
		t.Errorf("a second run differs:\n%s", diff)
	}
	if other := simulate(t, storage.Options{Dir: t.TempDir()}, 8, 1, 0); other.Digest == day.Digest {
		t.Error("another seed led to the same record")
	}
}

// At full scale as many apply on the first working day as on the last.
func TestSimulationAtFullScale(t *testing.T) {
	t.Parallel()
	const days, applications = 5, 20
	quiet := simulate(t, storage.Options{Dir: t.TempDir()}, 7, days, applications)
	full := simulate(t, storage.Options{Dir: t.TempDir()}, 7, days, applications, true)
	if more := full.Applications - quiet.Applications; more < 2*applications-4 || full.LateFilings > full.Applications/10 {
		t.Errorf("%d applications more on the first two of five days, %d late", more, full.LateFilings)
	}
}
