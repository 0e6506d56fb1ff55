// Package clock is the only source of time. The program is given one at the start; nothing else asks the machine.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present instant.
type Clock interface {
	Now() time.Time
}

// Func makes a Clock of a function; the command hands time.Now in through it.
type Func func() time.Time

// Now calls f.
func (f Func) Now() time.Time { return f() }

// Virtual is a clock that stands still until it is moved. The demo city and the tests live under one.
// It is safe for concurrent use.
type Virtual struct {
	mu  sync.Mutex
	now time.Time
}

// At makes a virtual clock that stands at t.
func At(t time.Time) *Virtual { return &Virtual{now: t} }

// Now tells where the clock stands.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// Set moves the clock to t. It refuses to run backwards: an earlier t changes nothing.
func (v *Virtual) Set(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t.After(v.now) {
		v.now = t
	}
}

// Advance moves the clock forward by d and tells the new time.
func (v *Virtual) Advance(d time.Duration) time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	if d > 0 {
		v.now = v.now.Add(d)
	}
	return v.now
}
