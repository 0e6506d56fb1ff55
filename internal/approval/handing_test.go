package approval

import (
	"slices"
	"testing"

	"huying/internal/catalog"
)

func TestGAP45PostedOnlyToAnAddressAndWhereTheItemPosts(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.load(catalog.Entry{Key: "mailed", Record: item("营业性演出许可", func(r *catalog.Record) { r.Flags.Mail = true })})
		in := w.submission("mailed")
		in.Collect = "posted"
		_, err := w.Submit(w.ctx, in)
		w.refused(err, "approval.application", "")
		in.Party.Address = "东河镇1号"
		_, err = w.Submit(w.ctx, in)
		w.must(err)
		in.Item = w.items["food"]
		_, err = w.Submit(w.ctx, in)
		w.refused(err, "approval.mail", "GAP-45")
	})
}

func TestMaterialsAreTrustedAsFarAsTheyWereSeen(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		grades := func(o Application) (out []string) {
			for _, m := range o.Materials {
				out = append(out, m.Code+m.Grade)
			}
			return out
		}
		own := w.get(w.submitted("food").ID).Application
		if got := grades(own); !slices.Equal(got, []string{"applicationC", "leaseC", "id_cardA"}) {
			w.t.Errorf("%v", got)
		}
		in := w.submission("food")
		in.Channel, in.Materials[1] = "window", Handing{Code: "lease", Copies: 1}
		r, err := w.Take(w.ctx, w.people["clerk"], in)
		w.must(err)
		if got := grades(w.get(r.ID).Application); !slices.Equal(got, []string{"applicationB", "leaseC", "id_cardA"}) {
			w.t.Errorf("%v", got)
		}
		if got := (Handing{Originals: 1}).grade(&Material{Name: "告知承诺书"}, true); got != "D" {
			w.t.Errorf("a commitment is of grade %s", got)
		}
	})
}

func TestGAP04WhatProvesSomethingIsAFileOfTheCase(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref, other := w.accepted("food"), w.accepted("food")
		foreign := w.proof(other.ID)
		for _, file := range []string{foreign, "nonsense"} {
			_, err := w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "review", Finding: "pass", Opinion: "符合", Files: []string{file}})
			w.refused(err, "approval.file", "")
		}
		w.to("2024-05-14 10:00")
		_, err := w.StartSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, SpecialForm{Kind: "experts", From: day2024(5, 14), Expected: 1, Basis: "《食品安全法》", Told: "written"})
		w.must(err)
		end := func(files ...string) error {
			_, err := w.EndSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, day2024(5, 14), "通过评审", files)
			return err
		}
		w.refused(end(), "approval.special.evidence", "GAP-04")
		w.refused(end(foreign), "approval.file", "")
		w.must(end(w.proof(ref.ID)))
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "review", Finding: "pass", Opinion: "符合", Files: []string{w.proof(ref.ID)}})
		w.must(err)
		said := 0
		for _, h := range w.get(ref.ID).Timeline {
			if (h.Action == "end_special" || h.Action == "review") && len(h.Evidence) == 1 {
				said++
			}
		}
		if said != 2 {
			w.t.Errorf("%d events name what proves them", said)
		}
		w.sound()
	})
}
