package org_test

import (
	"context"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// world is a small city: one centre, two bureaus (one with an office under it), one township, a system administrator
// of the whole and one of the first bureau only.
type world struct {
	*testing.T
	db    *storage.DB
	clk   *clock.Virtual
	org   *org.Service
	book  *policy.Book
	admin org.Actor
}

var ctx = context.Background()

const (
	city, east, town            = "/33/", "/33/3301/", "/33/3301/330101/"
	centre, water, pipe, roads  = "/centre/", "/water/", "/water/pipe/", "/roads/"
	goodPassword, otherPassword = "Qingfeng-2026", "Mingyue-2027"
)

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) { test(build(t, db, clk)) })
}

func build(t *testing.T, db *storage.DB, clk *clock.Virtual) *world {
	book, err := policy.Open(ctx, db, org.RegionExists, org.Settings)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, db: db, clk: clk, book: book, org: org.New(db, clk, book, nil)}
	w.must(func(tx *storage.Tx) error {
		for _, r := range []org.Region{
			{ID: "33", Name: "呼应市", Level: org.City},
			{ID: "3301", Name: "城东区", Level: org.County, Parent: "33"},
			{ID: "330101", Name: "望江街道", Level: org.Township, Parent: "3301"},
		} {
			if _, err := w.org.AddRegion(tx, org.System(), r); err != nil {
				return err
			}
		}
		for _, d := range []org.Department{
			{ID: "centre", Name: "市12345中心", Kind: org.Centre, Region: "33"},
			{ID: "water", Name: "市水务局", Short: "水务局", Kind: org.Bureau, Region: "33", Phone: "0571-88880000"},
			{ID: "pipe", Name: "管网科", Kind: org.Bureau, Region: "33", Parent: "water"},
			{ID: "roads", Name: "市公路局", Kind: org.Bureau, Region: "3301"},
		} {
			if _, err := w.org.AddDepartment(tx, org.System(), d); err != nil {
				return err
			}
		}
		return nil
	})
	w.admin = w.person("admin", "centre", org.Grant{Role: org.Admin})
	return w
}

// person opens an account with a telephone and grants and gives the actor.
func (w *world) person(login, dept string, grants ...org.Grant) org.Actor {
	w.Helper()
	phone := "13800000000"
	var id string
	w.must(func(tx *storage.Tx) error {
		p, err := w.org.AddPerson(tx, org.System(), org.PersonForm{Login: login, Name: "人员" + login, Post: "科员", Department: dept, Phone: &phone})
		if err != nil {
			return err
		}
		id = p.ID
		for _, g := range grants {
			if err := w.org.Grant(tx, org.System(), id, g); err != nil {
				return err
			}
		}
		return nil
	})
	return w.actor(id)
}

func (w *world) actor(id string) org.Actor {
	w.Helper()
	a, err := w.org.Actor(ctx, id)
	if err != nil {
		w.Fatal(err)
	}
	return a
}

func (w *world) do(verb func(tx *storage.Tx) error) error { return w.db.Update(ctx, verb) }

func (w *world) must(verb func(tx *storage.Tx) error) {
	w.Helper()
	if err := w.do(verb); err != nil {
		w.Fatal(err)
	}
}

func (w *world) see(read func(tx *storage.Tx) error) {
	w.Helper()
	if err := w.db.View(ctx, read); err != nil {
		w.Fatal(err)
	}
}

// refused checks the stable code of a refusal.
func (w *world) refused(err error, code string) {
	w.Helper()
	if fault.Code(err) != code {
		w.Errorf("got %v, want %s", err, code)
	}
}

// actions lists what a stream records, in order.
func (w *world) actions(stream string) []string {
	w.Helper()
	var out []string
	w.see(func(tx *storage.Tx) error {
		events, err := audit.Events(tx, stream)
		for _, e := range events {
			out = append(out, e.Action)
		}
		return err
	})
	return out
}

// china makes an instant of a time of day in China.
func china(day string, hour, minute int) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, day, time.FixedZone("UTC+8", 8*3600))
	if err != nil {
		panic(err)
	}
	return d.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}
