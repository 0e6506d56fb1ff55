package httpapi

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/org"
)

// Job is long work that somebody asked for. It lives in the memory of the node that does it.
type Job struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Done   int    `json:"done"`
	Total  int    `json:"total" doc:"0表示尚不知道"`
	Ended  bool   `json:"ended"`
	Error  string `json:"error,omitempty"`
	Result any    `json:"result,omitempty"`

	owner, slot string
	endedAt     time.Time
}

// work is what a job does. What it returns is the job's result; a result that is an io.Closer is closed with the job.
type work func(ctx context.Context, progress func(done, total int)) (any, error)

// jobs keeps what runs, and for a while what has ended.
type jobs struct {
	clock   clock.Clock
	stopped context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	mu    sync.Mutex
	known map[string]*Job
}

// kept is how long the result of a job is there for who asked for it.
const kept = time.Hour

func newJobs(clk clock.Clock) *jobs {
	stopped, stop := context.WithCancel(context.Background())
	return &jobs{clock: clk, stopped: stopped, stop: stop, known: map[string]*Job{}}
}

// start runs work beside the request, one of its kind at a time.
func (j *jobs) start(ctx context.Context, a *api, kind string, who org.Actor, do work) (Job, error) {
	return j.begin(ctx, a, kind, kind, who, do)
}

// startOwn runs work beside the request, one of its kind at a time for each person.
func (j *jobs) startOwn(ctx context.Context, a *api, kind string, who org.Actor, do work) (Job, error) {
	return j.begin(ctx, a, kind, kind+" "+who.ID, who, do)
}

// begin starts a job if none runs in its slot. What the same person had there before is forgotten.
func (j *jobs) begin(ctx context.Context, a *api, kind, slot string, who org.Actor, do work) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stopped.Err() != nil {
		return Job{}, stopping
	}
	for _, other := range j.known {
		switch {
		case other.slot != slot:
		case !other.Ended:
			return Job{}, fault.New(fault.Conflict, "job.running", "同样的任务正在进行，请等它结束。")
		case other.owner == who.ID:
			j.forget(other)
		}
	}
	job := &Job{ID: newRequestID(), Kind: kind, owner: who.ID, slot: slot}
	j.known[job.ID] = job
	j.running.Add(1)
	go j.run(context.WithoutCancel(ctx), a, job, do)
	return *job, nil
}

var stopping = fault.New(fault.Conflict, "job.stopping", "系统正在停止，任务没有完成，请稍后重新进行。")

func (j *jobs) run(ctx context.Context, a *api, job *Job, do work) {
	defer j.running.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(j.stopped, cancel)()
	result, err := survive(func() (any, error) {
		return do(ctx, func(done, total int) { j.change(job, func() { job.Done, job.Total = done, total }) })
	})
	if err != nil && j.stopped.Err() != nil {
		err = stopping.Because(err)
	}
	j.change(job, func() {
		job.Ended, job.endedAt, job.Result = true, j.clock.Now(), result
		if err != nil {
			job.Result, job.Error = nil, a.refuse(ctx, err).Detail
		}
	})
}

// survive turns a panic of long work into its failure: no request stands around it that would.
func survive(do func() (any, error)) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}

func (j *jobs) change(job *Job, do func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do()
}

// forget drops a job that has ended, and what its result holds open.
func (j *jobs) forget(job *Job) {
	delete(j.known, job.ID)
	if open, ok := job.Result.(io.Closer); ok {
		open.Close() // only read from
	}
}

// sweep drops what ended long ago.
func (j *jobs) sweep() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, job := range j.known {
		if job.Ended && j.clock.Now().Sub(job.endedAt) >= kept {
			j.forget(job)
		}
	}
}

// close tells everything that runs to stop, waits until it has, and drops what was made.
func (j *jobs) close() {
	j.mu.Lock()
	j.stop() // nobody is just about to start: that would take the lock
	j.mu.Unlock()
	j.running.Wait()
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, job := range j.known {
		j.forget(job)
	}
}

// get gives a job to who asked for it, and to nobody else.
func (j *jobs) get(id string, who org.Actor) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	job := j.known[id]
	if job == nil || job.owner != who.ID {
		return Job{}, notFound("job.none", "没有这个任务，或者它已被清除。")
	}
	return *job, nil
}

func (a *api) jobRoutes() {
	handle(a, operation{method: get, path: "/api/jobs/{id}", id: "getJob", summary: "任务进度", tag: systemTag},
		func(_ context.Context, who org.Actor, in *ByID) (Job, error) { return a.jobs.get(in.ID, who) })
	handleWhole(a, operation{method: get, path: "/api/jobs/{id}/file", id: "getJobFile", summary: "任务生成的文件", tag: systemTag},
		func(_ context.Context, who org.Actor, in *ByID) (stream, error) {
			job, err := a.jobs.get(in.ID, who)
			if err != nil {
				return stream{}, err
			}
			file, ok := job.Result.(*Exported)
			if !ok {
				return stream{}, notFound("job.file", "这个任务没有生成文件，或者尚未完成。")
			}
			return stream{func(c huma.Context) {
				_, w := humago.Unwrap(c)
				file.send(w)
			}}, nil
		})
}
