package httpapi

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"sync"

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
	owner  string
}

// jobs keeps what runs, and of what has ended the latest.
type jobs struct {
	mu     sync.Mutex
	known  map[string]*Job
	latest []string
}

// kept is how many ended jobs are remembered.
const kept = 50

func newJobs() *jobs { return &jobs{known: map[string]*Job{}} }

// start runs work beside the request. Of one kind only one runs at a time.
func (j *jobs) start(ctx context.Context, a *api, kind string, who org.Actor, work func(ctx context.Context, progress func(done, total int)) (any, error)) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for running := range maps.Values(j.known) {
		if running.Kind == kind && !running.Ended {
			return Job{}, fault.New(fault.Conflict, "job.running", "同样的任务正在进行，请等它结束。")
		}
	}
	job := &Job{ID: newRequestID(), Kind: kind, owner: who.ID}
	j.known[job.ID] = job
	j.latest = append(j.latest, job.ID)
	if len(j.latest) > kept && j.known[j.latest[0]].Ended {
		delete(j.known, j.latest[0])
		j.latest = j.latest[1:]
	}
	detached := context.WithoutCancel(ctx)
	go func() {
		result, err := survive(func() (any, error) {
			return work(detached, func(done, total int) { j.change(job, func() { job.Done, job.Total = done, total }) })
		})
		j.change(job, func() {
			job.Ended, job.Result = true, result
			if err != nil {
				job.Error = a.refuse(detached, err).Detail
			}
		})
	}()
	return *job, nil
}

// survive turns a panic of long work into its failure: no request stands around it that would.
func survive(work func() (any, error)) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work()
}

func (j *jobs) change(job *Job, do func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do()
}

// get gives a job to who asked for it.
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
}
