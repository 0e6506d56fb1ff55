package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"sync/atomic"
	"time"
)

// benchClient is one browser: a session of one person.
type benchClient struct {
	base string
	http *http.Client
}

func signIn(ctx context.Context, base, login, password string) (*benchClient, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &benchClient{base, &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	return c, c.do(ctx, http.MethodPost, "/api/login", map[string]string{"login": login, "password": password}, nil)
}

// do asks and reads the answer into out. A refusal is an error with its code.
func (c *benchClient) do(ctx context.Context, method, path string, body, out any) error {
	return c.ask(ctx, method, path, http.Header{}, body, out)
}

func (c *benchClient) ask(ctx context.Context, method, path string, head http.Header, body, out any) error {
	var in io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, in)
	if err != nil {
		return err
	}
	req.Header = head
	req.Header.Set("Content-Type", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s %.200s", method, path, res.Status, raw)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

type benchRef struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Version int64  `json:"version"`
}

// callers is how many different telephones appeals come from.
const callers = 5_000

var appeals atomic.Int64

// benchAppeal is the next appeal of some caller.
func benchAppeal() map[string]any {
	return map[string]any{"channel": "phone", "kind": "help", "title": "河滨小区停水两天", "body": "河滨小区3栋自前天起停水，物业说不清原因，老人用水困难，请尽快核实处理。",
		"place": "河滨小区3栋", "region": "990000", "category": "", "caller": map[string]any{"name": "量测", "phone": benchPhone(appeals.Add(1))}, "disposition": "order"}
}

func benchPhone(i int64) string { return fmt.Sprintf("138%08d", i%callers) }

// crowd lets a number of clients do a thing again and again for a time, and tells how often it was done in a second.
func crowd(ctx context.Context, clients int, span time.Duration, thing func(ctx context.Context, client int) error) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, span+time.Minute)
	defer cancel()
	var done atomic.Int64
	var all sync.WaitGroup
	var once sync.Once
	var failed error
	began := time.Now()
	for i := range clients {
		all.Go(func() {
			for time.Since(began) < span {
				if err := thing(ctx, i); err != nil {
					once.Do(func() { failed = err })
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(began).Seconds(), failed
}

// desk is everybody whom one order needs, and the orders that wait for their receipts before they can be archived.
type desk struct {
	operator, dispatcher, handler, caller *benchClient
	waiting                               []benchRef
}

// receipts is how many orders a desk has waiting: by then the oldest one's receipts have come in.
const receipts = 6

func newDesk(ctx context.Context, base, password string) (*desk, error) {
	var d desk
	for _, p := range []struct {
		login string
		who   **benchClient
	}{{"bench-operator", &d.operator}, {"bench-dispatcher", &d.dispatcher}, {"bench-handler", &d.handler}, {"bench-caller", &d.caller}} {
		var err error
		if *p.who, err = signIn(ctx, base, p.login, password); err != nil {
			return nil, err
		}
	}
	return &d, nil
}

// lifecycle takes one order from the call to the revisit and archives the oldest that waits, over HTTP, each verb by the
// person whose turn it is. Once the desk is full, one lifecycle ends for each that begins.
func (d *desk) lifecycle(ctx context.Context) error {
	ref, err := d.untilRevisit(ctx)
	if err != nil {
		return err
	}
	if d.waiting = append(d.waiting, ref); len(d.waiting) <= receipts {
		return nil
	}
	oldest := d.waiting[0]
	d.waiting = d.waiting[1:]
	return d.caller.seen(ctx, &oldest, "archive", map[string]any{})
}

// fill lets orders wait, so that what is measured afterwards are whole lifecycles.
func (d *desk) fill(ctx context.Context) error {
	for len(d.waiting) < receipts {
		if err := d.lifecycle(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) untilRevisit(ctx context.Context) (ref benchRef, err error) {
	if err := d.operator.do(ctx, http.MethodPost, "/api/orders", benchAppeal(), &ref); err != nil {
		return ref, err
	}
	for _, step := range []struct {
		who  *benchClient
		verb string
		body map[string]any
	}{
		{d.dispatcher, "dispatch", map[string]any{"lead": "bw", "phoned": true}},
		{d.handler, "sign", map[string]any{}},
		{d.handler, "reply", map[string]any{"text": "管网抢修已完成，恢复供水，已向您说明。", "result": "solved", "contact": "phone", "grade": "satisfied"}},
		{d.handler, "give-back", map[string]any{}},
		{d.caller, "conclude", map[string]any{}},
	} {
		if err := step.who.act(ctx, step.verb, step.body, &ref); err != nil {
			return ref, err
		}
	}
	return ref, d.caller.seen(ctx, &ref, "revisit", map[string]any{"how": "phone", "reached": true, "grade": "satisfied", "timely": true})
}

func (c *benchClient) act(ctx context.Context, verb string, body map[string]any, ref *benchRef) error {
	body["version"] = ref.Version
	return c.do(ctx, http.MethodPost, "/api/orders/"+ref.ID+"/"+verb, body, ref)
}

// seen opens the order first, as a person would, and does the verb to what is seen; when a receipt came in between, or
// has yet to come, it looks again.
func (c *benchClient) seen(ctx context.Context, ref *benchRef, verb string, body map[string]any) error {
	for {
		if err := c.do(ctx, http.MethodGet, "/api/orders/"+ref.ID, nil, ref); err != nil {
			return err
		}
		err := c.act(ctx, verb, body, ref)
		if err == nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
}
