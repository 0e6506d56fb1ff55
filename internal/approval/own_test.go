package approval

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/attachment"
	"huying/internal/deadline"
	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/page"
)

// A file that was sent ahead is handed in by its ticket; one that was made up, altered, or speaks of another content, is
// refused, and so is one that is too old.
func TestAUD10TicketsOfFilesCannotBeMadeUp(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		held, err := w.Hold(blobs("lease")[0])
		w.must(err)
		hand := func(sent Sent) (Receipt, error) {
			in := w.submission("food")
			in.Materials[1] = Handing{Code: "lease", Sent: []Sent{sent}}
			return w.Submit(w.ctx, in)
		}
		r, err := hand(held)
		w.must(err)
		files, err := w.OwnFiles(w.ctx, r.Number, r.Code)
		w.must(err)
		if len(files) != 1 || files[0].Hash != blobs("lease")[0].Hash || files[0].Visibility != attachment.Party {
			t.Errorf("%+v", files)
		}
		_, err = w.OwnFile(w.ctx, r.Number, r.Code, "another")
		w.refused(err, "attachment.none", "")
		forged := held
		forged.Ticket = held.Ticket[:len(held.Ticket)-2] + "AA"
		_, err = hand(forged)
		w.refused(err, "approval.upload", "")
		if fields := fault.From(err).Fields; len(fields) != 1 || fields[0].Name != "materials.lease" {
			t.Errorf("%+v", fields)
		}
		other := held
		other.Hash = blobs("other")[0].Hash
		_, err = hand(other)
		w.refused(err, "approval.upload.hash", "")
		w.to("2024-07-01 10:00")
		_, err = hand(held)
		w.refused(err, "approval.upload.old", "")
	})
}

// A date that runs into a year whose holidays are not announced says that it may move: to the applicant, in a list, on paper.
func TestAProvisionalDateSaysSo(t *testing.T) {
	eachWorld(t, "2026-12-29 10:00", func(w *world) {
		ref := w.accepted("food")
		v, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if !v.Standing.Provisional {
			t.Errorf("%+v", v.Standing)
		}
		list, err := w.List(w.ctx, w.people["clerk"], Filter{Of: "window"}, page.Request{})
		w.must(err)
		if len(list.Items) != 1 || !list.Items[0].Standing.Provisional {
			t.Errorf("%+v", list.Items)
		}
		n, err := w.Paper(w.ctx, w.people["clerk"], w.get(ref.ID).Documents[0].ID)
		w.must(err)
		if !slices.ContainsFunc(n.Fields, func(f document.Field) bool {
			return f.Label == "办结期限" && strings.HasSuffix(f.Value, deadline.ProvisionalNote+"）")
		}) {
			t.Errorf("%+v", n.Fields)
		}
	})
}

// TIME-04: the hand-over sheet lists what came and every registered hand-over, and does not tell who the applicant is.
func TestTIME04HandOverSheet(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		ref = w.pass("reviewer", ref, "review")
		n, err := w.Transfer(w.ctx, w.people["verifier"], ref.ID)
		w.must(err)
		text := printed(n)
		for _, want := range []string{"申请书原件1份", "环节审查市场监督管理局\n交接登记：2024年5月13日", "现办环节", ref.Number} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in %s", want, text)
			}
		}
		if strings.Contains(text, person.Name) {
			t.Error("the sheet names the applicant")
		}
		_, err = w.Transfer(w.ctx, w.people["health"], ref.ID)
		w.refused(err, "case.missing", "")
	})
}

func printed(n document.Notice) string {
	text := n.Number + n.Body
	for _, f := range n.Fields {
		text += f.Label + f.Value
	}
	return text
}

// An applicant has his certificate from the delivery on, not from the decision.
func TestOwnCertificateComesWithDelivery(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.decided()
		number, code := ref.Number, w.QueryCode(ref.ID)
		if docs := w.get(ref.ID).Documents; docs[len(docs)-1].Label != "准予决定书" {
			t.Errorf("%+v", docs)
		}
		_, err := w.OwnCertificate(w.ctx, number, code)
		w.refused(err, "approval.certificate.none", "")
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, DeliveryForm{Way: "handed", Taker: "self"})
		w.must(err)
		c, err := w.OwnCertificate(w.ctx, number, code)
		w.must(err)
		if n := c.Notice("https://example.test/x"); n.Number != c.Number || n.QR == "" || !strings.Contains(printed(n), c.Code) {
			t.Errorf("%+v", n)
		}
		if _, err := w.VerifyCertificate(w.ctx, c.Number, c.Code); err != nil {
			t.Error(err)
		}
	})
}
