package org_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// backwards is a sealer whose work can be seen.
type backwards struct{}

func (backwards) Seal(plain string) (string, error) { return "sealed:" + reversed(plain), nil }
func (backwards) Open(sealed string) (string, error) {
	if !strings.HasPrefix(sealed, "sealed:") {
		return "", errors.New("not sealed")
	}
	return reversed(strings.TrimPrefix(sealed, "sealed:")), nil
}
func (backwards) Index(plain string) string { return "index:" + reversed(plain) }

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

func logins(p page.Page[org.Person]) []string {
	out := []string{}
	for _, person := range p.Items {
		out = append(out, person.Login)
	}
	return out
}

func TestPeopleAreSeenOnlyByWhoAdministersThem(t *testing.T) {
	each(t, func(w *world) {
		local := w.person("local", "water", org.Grant{Role: org.Admin, DeptPath: water})
		w.person("pipes", "pipe")
		stranger := w.person("stranger", "roads")
		list := func(by org.Actor, q org.PeopleQuery, req page.Request) (got page.Page[org.Person]) {
			w.see(func(tx *storage.Tx) (err error) {
				got, err = w.org.People(tx, by, q, req)
				return err
			})
			return got
		}
		if got := logins(list(local, org.PeopleQuery{}, page.Request{})); !slices.Equal(got, []string{"local", "pipes"}) {
			t.Errorf("the local administrator sees %v", got)
		}
		if got := list(stranger, org.PeopleQuery{}, page.Request{}); len(got.Items) != 0 {
			t.Errorf("a stranger sees %v", got)
		}
		first := list(w.admin, org.PeopleQuery{}, page.Request{Size: 3})
		rest := list(w.admin, org.PeopleQuery{}, page.Request{Size: 3, After: first.Next})
		if got := append(logins(first), logins(rest)...); !slices.Equal(got, []string{"admin", "local", "pipes", "stranger"}) || rest.Next != "" {
			t.Errorf("in pages: %v", got)
		}
		if got := logins(list(w.admin, org.PeopleQuery{Text: "%"}, page.Request{})); len(got) != 0 {
			t.Errorf("a wildcard found %v", got)
		}
		if got := logins(list(w.admin, org.PeopleQuery{Text: "人员p", DeptPath: water}, page.Request{})); !slices.Equal(got, []string{"pipes"}) {
			t.Errorf("by name: %v", got)
		}
		err := w.do(func(tx *storage.Tx) error { return w.org.Deactivate(tx, local, stranger.ID, "调离") })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("someone he may not know of: %v", err)
		}
		err = w.do(func(tx *storage.Tx) error { return w.org.Deactivate(tx, stranger, local.ID, "调离") })
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("without any right: %v", err)
		}
	})
}

func TestATelephoneIsSealedAndItsOpeningIsRecorded_DUTY05(t *testing.T) {
	each(t, func(w *world) {
		w.org = org.New(w.db, w.clk, w.book, backwards{})
		p := w.person("worker", "water")
		head := w.person("head", "water", org.Grant{Role: org.Head, DeptPath: water})
		outsider := w.person("outsider", "roads", org.Grant{Role: org.Head, DeptPath: roads})
		var kept string
		w.see(func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT phone FROM org_person WHERE id = $1`, []any{p.ID}, &kept)
			return err
		})
		if kept != "sealed:00000000831" {
			t.Errorf("the database keeps %q", kept)
		}
		read := func(by org.Actor, purpose string) (phone string, err error) {
			err = w.do(func(tx *storage.Tx) (err error) {
				phone, err = w.org.Phone(tx, by, p.ID, purpose)
				return err
			})
			return phone, err
		}
		if phone, err := read(head, "夜间应急联系"); err != nil || phone != "13800000000" {
			t.Errorf("%q %v", phone, err)
		}
		if got := w.actions("person:" + p.ID); !slices.Contains(got, "person.phone") {
			t.Errorf("recorded: %v", got)
		}
		_, err := read(head, " ")
		w.refused(err, "org.purpose")
		_, err = read(outsider, "联系")
		w.refused(err, "org.forbidden")

		w.see(func(tx *storage.Tx) error {
			found, err := w.org.People(tx, w.admin, org.PeopleQuery{Phone: "13800000000", DeptPath: water}, page.Request{})
			if len(found.Items) != 2 || !found.Items[0].HasPhone {
				t.Errorf("found by number: %+v", found)
			}
			return err
		})
		bad := "12345"
		err = w.do(func(tx *storage.Tx) error {
			return w.org.ChangePerson(tx, w.admin, p.ID, org.PersonForm{Name: "人员", Department: "water", Phone: &bad})
		})
		w.refused(err, "org.phone")
	})
}

func TestAnAccountIsOpenedChangedAndClosed(t *testing.T) {
	each(t, func(w *world) {
		add := func(form org.PersonForm) error {
			return w.do(func(tx *storage.Tx) error {
				_, err := w.org.AddPerson(tx, w.admin, form)
				return err
			})
		}
		if err := add(org.PersonForm{Login: "  Wang.Li ", Name: "王某", Department: "water"}); err != nil {
			t.Fatal(err)
		}
		w.refused(add(org.PersonForm{Login: "wang.li", Name: "王某", Department: "water"}), "org.login.taken")
		w.refused(add(org.PersonForm{Login: "王某", Name: "王某", Department: "water"}), "org.login.form")
		w.refused(add(org.PersonForm{Login: "wang2", Name: "", Department: "water"}), "org.person.name")
		w.refused(add(org.PersonForm{Login: "wang2", Name: "王某", Department: "none"}), "org.department.unknown")

		p := w.person("worker", "water", org.Grant{Role: org.Handler, DeptPath: water})
		w.must(func(tx *storage.Tx) error {
			return w.org.ChangePerson(tx, w.admin, p.ID, org.PersonForm{Name: "人员乙", Post: "副科长", Department: "pipe"})
		})
		if a := w.actor(p.ID); a.DeptPath != pipe || a.Post != "副科长" || a.Name != "人员乙" {
			t.Errorf("after the change: %+v", a)
		}
		w.see(func(tx *storage.Tx) error {
			q, err := org.PersonByID(tx, p.ID)
			if !q.HasPhone {
				t.Error("a change without a telephone lost the telephone")
			}
			return err
		})
		w.must(func(tx *storage.Tx) error { return w.org.Deactivate(tx, w.admin, p.ID, "退休") })
		_, err := w.org.Actor(ctx, p.ID)
		w.refused(err, "org.account.closed")
		err = w.do(func(tx *storage.Tx) error { return w.org.Deactivate(tx, w.admin, w.admin.ID, "退休") })
		w.refused(err, "org.person.self")
		w.must(func(tx *storage.Tx) error { return w.org.Reactivate(tx, w.admin, p.ID, "返聘") })
		if a := w.actor(p.ID); a.CredentialVersion == p.CredentialVersion || !a.MustChangePassword {
			t.Errorf("the sessions of before live on: %+v", a)
		}
		want := []string{"person.add", "grant.give", "person.change", "person.deactivate", "person.reactivate"}
		if got := w.actions("person:" + p.ID); !slices.Equal(got, want) {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestGrantsAreGivenOnlyByWhoHoldsTheGround_HOT20(t *testing.T) {
	each(t, func(w *world) {
		local := w.person("local", "water", org.Grant{Role: org.Admin, DeptPath: water})
		p := w.person("worker", "pipe")
		grant := func(by org.Actor, id string, g org.Grant) error {
			return w.do(func(tx *storage.Tx) error { return w.org.Grant(tx, by, id, g) })
		}
		if err := grant(local, p.ID, org.Grant{Role: org.Handler, DeptPath: pipe}); err != nil {
			t.Error(err)
		}
		if !w.actor(p.ID).May(org.OrderSign, pipe, town) {
			t.Error("the grant does not count")
		}
		w.refused(grant(local, p.ID, org.Grant{Role: org.Handler}), "org.forbidden")
		w.refused(grant(local, p.ID, org.Grant{Role: org.Handler, DeptPath: roads}), "org.forbidden")
		w.refused(grant(local, local.ID, org.Grant{Role: org.Handler, DeptPath: water}), "org.grant.self")
		w.refused(grant(w.admin, p.ID, org.Grant{Role: "king"}), "org.role")
		w.refused(grant(w.admin, p.ID, org.Grant{Role: org.Handler, DeptPath: "/water/pip"}), "org.grant.department")
		w.refused(grant(w.admin, p.ID, org.Grant{Role: org.Handler, RegionPath: "/33/99/"}), "org.grant.region")
		if err := grant(w.admin, p.ID, org.Grant{Role: org.Auditor}); err != nil {
			t.Error(err)
		}
		w.refused(grant(w.admin, p.ID, org.Grant{Role: org.Admin, DeptPath: pipe}), "org.grant.apart")

		before := len(w.actions("person:" + p.ID))
		for range 2 {
			if err := grant(w.admin, p.ID, org.Grant{Role: org.Head, DeptPath: pipe}); err != nil {
				t.Error(err)
			}
		}
		w.see(func(tx *storage.Tx) error {
			held, err := w.org.Grants(tx, w.admin, p.ID)
			if len(held) != 3 {
				t.Errorf("%+v", held)
			}
			return err
		})
		if after := len(w.actions("person:" + p.ID)); after != before+1 {
			t.Errorf("%d events for one change", after-before)
		}
	})
}

func TestTheHeadOfADepartmentIsTheNearest_HOT85(t *testing.T) {
	each(t, func(w *world) {
		chief := w.person("chief", "water", org.Grant{Role: org.Head, DeptPath: water})
		section := w.person("section", "pipe", org.Grant{Role: org.Head, DeptPath: pipe}, org.Grant{Role: org.Head, DeptPath: water})
		gone := w.person("gone", "pipe", org.Grant{Role: org.Head, DeptPath: pipe})
		w.must(func(tx *storage.Tx) error { return w.org.Deactivate(tx, w.admin, gone.ID, "退休") })
		w.see(func(tx *storage.Tx) error {
			heads, err := org.Holders(tx, org.Head, pipe, town)
			if len(heads) != 2 || heads[0].ID != section.ID || heads[1].ID != chief.ID {
				t.Errorf("%+v", heads)
			}
			return err
		})
		w.see(func(tx *storage.Tx) error {
			heads, err := org.Holders(tx, org.Head, roads, east)
			if len(heads) != 0 {
				t.Errorf("%+v", heads)
			}
			return err
		})
	})
}
