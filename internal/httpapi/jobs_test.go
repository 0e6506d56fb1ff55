package httpapi

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
)

type closing struct{ closed bool }

func (c *closing) Close() error { c.closed = true; return nil }

func TestJobsOfAKindTakeTurnsAndThoseOfAPersonToo(t *testing.T) {
	w := aTown(t)
	a, j := w.server.api, w.server.api.jobs
	one, other := org.Actor{ID: "one"}, org.Actor{ID: "other"}
	wait, begun := make(chan struct{}), make(chan struct{}, 9)
	slow := func(_ context.Context, progress func(done, total int)) (any, error) {
		progress(3, 9)
		begun <- struct{}{}
		<-wait
		return &closing{}, nil
	}
	whole, err := j.start(w.ctx, a, "import", one, slow)
	w.must(err)
	<-begun
	if job, err := j.get(whole.ID, one); err != nil || job.Done != 3 || job.Total != 9 || job.Ended {
		t.Errorf("%+v %v", job, err)
	}
	if _, err := j.start(w.ctx, a, "import", other, slow); fault.Code(err) != "job.running" {
		t.Error("two at once: ", err)
	}
	own, err := j.startOwn(w.ctx, a, "export", one, slow)
	w.must(err)
	if _, err := j.startOwn(w.ctx, a, "export", one, slow); fault.Code(err) != "job.running" {
		t.Error("two of one person at once: ", err)
	}
	_, err = j.startOwn(w.ctx, a, "export", other, slow)
	w.must(err)
	close(wait)
	j.running.Wait()

	ended, err := j.get(own.ID, one)
	w.must(err)
	_, err = j.startOwn(w.ctx, a, "export", one, slow)
	w.must(err)
	if _, err := j.get(own.ID, one); fault.Code(err) != "job.none" || !ended.Result.(*closing).closed {
		t.Error("what was there before is still held open")
	}
	j.running.Wait()
}

// Results are kept for an hour, so that nothing that was exported lies about.
func TestResultsOfJobsAreForgotten(t *testing.T) {
	w := aTown(t)
	result, who := &closing{}, org.Actor{ID: "one"}
	job, err := w.server.api.jobs.start(w.ctx, w.server.api, "import", who, func(context.Context, func(int, int)) (any, error) { return result, nil })
	w.must(err)
	w.server.api.jobs.running.Wait()
	w.clk.Advance(kept - time.Second)
	w.must(w.server.Sweep(w.ctx))
	if _, err := w.server.api.jobs.get(job.ID, who); err != nil || result.closed {
		t.Error("forgotten too early: ", err)
	}
	w.clk.Advance(time.Second)
	w.must(w.server.Sweep(w.ctx))
	if _, err := w.server.api.jobs.get(job.ID, who); fault.Code(err) != "job.none" || !result.closed {
		t.Error("not forgotten")
	}
}

// Work that goes on after the database is closed would fail with nobody to hear it.
func TestLongWorkEndsWithTheServer(t *testing.T) {
	w := aTown(t)
	a, who := w.server.api, org.Actor{ID: "one"}
	begun := make(chan struct{})
	ended := false
	_, err := a.jobs.start(w.ctx, a, "import", who, func(ctx context.Context, _ func(int, int)) (any, error) {
		close(begun)
		<-ctx.Done()
		ended = true
		return nil, ctx.Err()
	})
	w.must(err)
	<-begun
	w.server.Close()
	if !ended {
		t.Error("it is still at work")
	}
	if _, err := a.jobs.start(w.ctx, a, "import", who, nil); fault.Code(err) != "job.stopping" {
		t.Error("begun after the end: ", err)
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Error("told as a fault: ", w.log)
	}
}

// A panic in long work is its failure, not the program's.
func TestLongWorkSurvivesAPanic(t *testing.T) {
	w := aTown(t)
	who := org.Actor{ID: "one"}
	job, err := w.server.api.jobs.start(w.ctx, w.server.api, "import", who, func(context.Context, func(int, int)) (any, error) { panic(errors.New("broken")) })
	w.must(err)
	w.server.api.jobs.running.Wait()
	if job, err = w.server.api.jobs.get(job.ID, who); err != nil || !job.Ended || job.Error == "" || !strings.Contains(w.log.String(), "broken") {
		t.Errorf("%+v %v", job, err)
	}
}
