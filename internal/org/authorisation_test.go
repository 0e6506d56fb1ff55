package org_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// office is a bureau with a head, a chief representative and his stand-in.
func (w *world) office() (head, chief, stand org.Actor) {
	head = w.person("head", "water", org.Grant{Role: org.Head, DeptPath: water})
	chief = w.person("chief", "water", org.Grant{Role: org.Chief, DeptPath: water})
	stand = w.person("stand", "water", org.Grant{Role: org.Chief, DeptPath: water})
	return head, chief, stand
}

// letter is a letter for two items that holds through 2026.
func letter(person string, powers ...org.Power) org.Authorisation {
	return org.Authorisation{Capacity: org.AsChief, Person: person, Items: []string{"tap", "dig"}, Powers: powers, Seal: "水务局行政审批专用章",
		Window: "A12", From: calendar.Of(2026, 1, 1), To: calendar.Of(2026, 12, 31)}
}

func (w *world) authorise(by org.Actor, a org.Authorisation) (out org.Authorisation, err error) {
	err = w.do(func(tx *storage.Tx) error {
		out, err = w.org.Authorise(tx, by, a)
		return err
	})
	return out, err
}

func (w *world) covering(who org.Actor, item, class string, p org.Power) (behalf string, err error) {
	w.see(func(tx *storage.Tx) error {
		_, behalf, err = org.Covering(tx, who, item, class, p, tx.Now)
		return nil
	})
	return behalf, err
}

func TestORG05VEC25FourPowersEachForItsOwnClass(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		all := []org.Power{org.PowerApprove, org.PowerReview, org.PowerUrge, org.PowerCoordinate}
		if _, err := w.authorise(head, letter(chief.ID, all...)); err != nil {
			w.Fatal(err)
		}
		for _, c := range []struct {
			item, class string
			power       org.Power
			may         bool
		}{
			{"tap", "instant", org.PowerApprove, true}, {"tap", "upward", org.PowerApprove, false}, {"tap", "upward", org.PowerReview, true},
			{"tap", "promised", org.PowerUrge, true}, {"tap", "promised", org.PowerApprove, false}, {"tap", "joint", org.PowerCoordinate, true},
			{"tap", "instant", org.PowerReview, false}, {"well", "instant", org.PowerApprove, false},
		} {
			_, err := w.covering(chief, c.item, c.class, c.power)
			if (err == nil) != c.may {
				w.Errorf("%s %s of %s: %v", c.power, c.class, c.item, err)
			}
			if err != nil && fault.From(err).Rule != "ORG-05" {
				w.Errorf("%s %s is refused under %q", c.power, c.class, fault.From(err).Rule)
			}
		}
	})
}

func TestORG05NoPowerWithoutALetterInForce(t *testing.T) {
	each(t, func(w *world) {
		head, chief, stand := w.office()
		_, err := w.covering(chief, "tap", "instant", org.PowerApprove)
		w.refused(err, "org.authorisation.outside")
		a := letter(chief.ID, org.PowerApprove)
		a.From, a.To, a.Deputy = calendar.Of(2026, 3, 3), calendar.Of(2026, 3, 10), stand.ID
		a, err = w.authorise(head, a)
		if err != nil {
			w.Fatal(err)
		}
		for _, c := range []struct {
			day int
			may bool
		}{{2, false}, {3, true}, {5, true}} {
			w.clk.Set(calendar.Of(2026, 3, c.day).Start().Add(9 * time.Hour))
			if _, err := w.covering(chief, "tap", "instant", org.PowerApprove); (err == nil) != c.may {
				w.Errorf("on March %d: %v", c.day, err)
			}
		}
		_, err = w.covering(stand, "tap", "instant", org.PowerApprove)
		w.refused(err, "org.authorisation.outside") // nobody is absent
		w.must(func(tx *storage.Tx) error {
			_, err := w.org.Appoint(tx, chief, org.Deputy{Absent: chief.ID, Deputy: stand.ID, From: tx.Now, To: tx.Now.Add(time.Hour), Reason: "外出培训"})
			return err
		})
		behalf, err := w.covering(w.actor(stand.ID), "tap", "instant", org.PowerApprove)
		if err != nil || behalf != chief.ID {
			w.Errorf("the deputy signs for %q: %v", behalf, err)
		}
		w.must(func(tx *storage.Tx) error { return w.org.RevokeAuthorisation(tx, head, a.ID, "岗位调整") })
		_, err = w.covering(chief, "tap", "instant", org.PowerApprove)
		w.refused(err, "org.authorisation.outside")
		w.refused(w.do(func(tx *storage.Tx) error { return w.org.RevokeAuthorisation(tx, head, a.ID, "岗位调整") }), "org.authorisation.revoked")
		if got := w.actions("authorisation:" + a.ID); !slices.Equal(got, []string{"authorisation.sign", "authorisation.revoke"}) {
			w.Errorf("the record says %v", got)
		}
	})
}

func TestORG06TheLetterEndsWithItsLastDay(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		a := letter(chief.ID, org.PowerApprove)
		a.To = calendar.Of(2026, 3, 10)
		if _, err := w.authorise(head, a); err != nil {
			w.Fatal(err)
		}
		w.clk.Set(a.To.End().Add(-time.Millisecond))
		if _, err := w.covering(chief, "tap", "instant", org.PowerApprove); err != nil {
			w.Error(err)
		}
		w.clk.Set(a.To.End())
		_, err := w.covering(chief, "tap", "instant", org.PowerApprove)
		w.refused(err, "org.authorisation.outside")
	})
}

func TestGAP22SoleReviewWantsItsOwnLetter(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		a := letter(chief.ID, org.PowerApprove)
		a.Capacity = org.AsSole
		if _, err := w.authorise(head, a); err != nil {
			w.Fatal(err)
		}
		if _, err := w.covering(chief, "dig", "promised", org.PowerApprove); err != nil {
			w.Error(err)
		}
		_, err := w.covering(chief, "dig", "upward", org.PowerApprove)
		w.refused(err, "org.authorisation.outside")
	})
}

func TestORG06TheLetterIsWholeAndSignedByTheHead(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		other := w.person("other", "roads", org.Grant{Role: org.Head, DeptPath: roads})
		for name, c := range map[string]struct {
			by   org.Actor
			edit func(a *org.Authorisation)
			code string
		}{
			"no item":          {head, func(a *org.Authorisation) { a.Items = nil }, "org.authorisation"},
			"no power":         {head, func(a *org.Authorisation) { a.Powers = nil }, "org.authorisation"},
			"unknown power":    {head, func(a *org.Authorisation) { a.Powers = []org.Power{"all"} }, "org.authorisation"},
			"no seal":          {head, func(a *org.Authorisation) { a.Seal = " " }, "org.authorisation"},
			"backwards":        {head, func(a *org.Authorisation) { a.To = a.From - 1 }, "org.authorisation"},
			"too long":         {head, func(a *org.Authorisation) { a.To = calendar.Of(2031, 1, 1) }, "org.authorisation"},
			"another's people": {other, func(a *org.Authorisation) {}, "org.forbidden"},
			"by himself":       {chief, func(a *org.Authorisation) {}, "org.forbidden"},
			"for himself":      {head, func(a *org.Authorisation) { a.Person = head.ID }, "org.authorisation.self"},
			"a strange deputy": {head, func(a *org.Authorisation) { a.Deputy = other.ID }, "org.authorisation.deputy"},
		} {
			a := letter(chief.ID, org.PowerApprove)
			c.edit(&a)
			if _, err := w.authorise(c.by, a); fault.Code(err) != c.code {
				w.Errorf("%s: got %v, want %s", name, err, c.code)
			}
		}
		a, err := w.authorise(head, letter(chief.ID, org.PowerApprove))
		b, err2 := w.authorise(head, letter(chief.ID, org.PowerUrge))
		if err != nil || err2 != nil || a.Number != "授权〔2026〕1号" || b.Number != "授权〔2026〕2号" || a.Signatory != head.ID {
			w.Errorf("%v %v %+v %s", err, err2, a, b.Number)
		}
	})
}

func TestORG10CoverageNamesTheItemsWithoutALetter(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		if _, err := w.authorise(head, letter(chief.ID, org.PowerApprove, org.PowerUrge)); err != nil {
			w.Fatal(err)
		}
		w.see(func(tx *storage.Tx) error {
			got, err := org.CoverageOf(tx, []org.ItemClass{{Item: "tap", Class: "instant"}, {Item: "tap", Class: "joint"}, {Item: "well", Class: "instant"}, {Item: "dig", Class: "answered"}}, tx.Now)
			if err != nil {
				return err
			}
			for i, want := range []bool{true, false, false, true} {
				if got[i].Covered != want {
					w.Errorf("%+v", got[i])
				}
			}
			if !slices.Equal(got[0].Windows, []string{"A12"}) || !slices.Equal(got[0].Letters, []string{"授权〔2026〕1号"}) {
				w.Errorf("ORG-08: %+v", got[0])
			}
			return nil
		})
	})
}

func TestORG06LettersAreShownWithinTheScope(t *testing.T) {
	each(t, func(w *world) {
		head, chief, _ := w.office()
		stranger := w.person("stranger", "roads", org.Grant{Role: org.Clerk, DeptPath: roads})
		for range 3 {
			w.clk.Advance(time.Minute)
			if _, err := w.authorise(head, letter(chief.ID, org.PowerApprove)); err != nil {
				w.Fatal(err)
			}
		}
		w.see(func(tx *storage.Tx) error {
			first, err := w.org.Authorisations(tx, chief, "", page.Request{Size: 2})
			if err != nil {
				return err
			}
			rest, err := w.org.Authorisations(tx, chief, water, page.Request{Size: 2, After: first.Next})
			none, err2 := w.org.Authorisations(tx, stranger, "", page.Request{})
			if len(first.Items) != 2 || len(rest.Items) != 1 || len(none.Items) != 0 || rest.Items[0].Number != "授权〔2026〕1号" {
				w.Errorf("%d %d %d", len(first.Items), len(rest.Items), len(none.Items))
			}
			return cmpErr(err, err2)
		})
	})
}

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestORG06TheLetterIsPrinted(t *testing.T) {
	each(t, func(w *world) {
		head, chief, stand := w.office()
		a := letter(chief.ID, org.PowerApprove, org.PowerUrge)
		a.Deputy = stand.ID
		a, err := w.authorise(head, a)
		if err != nil {
			w.Fatal(err)
		}
		w.must(func(tx *storage.Tx) error { return w.org.RevokeAuthorisation(tx, head, a.ID, "岗位调整") })
		w.see(func(tx *storage.Tx) error {
			n, err := w.org.AuthorisationPaper(tx, a.ID, map[string]string{"tap": "接水许可", "dig": "占道许可"})
			if err != nil {
				return err
			}
			text := n.Title + n.Number + n.Issuer + n.Body + n.Closing
			for _, f := range n.Fields {
				text += f.Label + f.Value
			}
			for _, want := range []string{"授权委托书", a.Number, "市水务局", "人员chief", "首席代表", "即办事项的审批权、承诺事项的督办权", "占道许可、接水许可", "2026年12月31日", "人员head", "水务局行政审批专用章", "人员stand", "A12", "已于2026年3月2日收回"} {
				if !strings.Contains(text, want) {
					w.Errorf("the letter does not say %s: %s", want, text)
				}
			}
			return nil
		})
	})
}
