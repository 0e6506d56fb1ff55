package approval

import (
	"testing"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
)

// ORG-23: the windows that took an application, its department and the inspectors read what was paid for it; others nothing.
func TestORG23TheRegisterOfFees(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		doc := catalog.FeeDocument{Number: "示范价〔2020〕8号", Title: "关于工本费标准的通知", Issued: "2020-03-01", Fees: []catalog.SetFee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证"}}}
		w.must(w.catalog.SaveFeeDocument(w.ctx, org.System(), doc))
		w.load(catalog.Entry{Key: "fee", Record: item("特种设备登记", func(r *catalog.Record) {
			r.Basis = append(r.Basis, catalog.Basis{Law: "《价格法》", Rank: catalog.Law, For: "fee"})
			r.Fees = []catalog.Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: doc.Number, Basis: "示范价〔2020〕8号"}}
		})})
		var paid []View
		for i, day := range []string{"2024-05-13 10:00", "2024-05-14 10:00", "2024-05-15 10:00"} {
			w.to(day)
			v := w.get(w.accepted("fee").ID)
			_, err := w.Pay(w.ctx, v.Number, w.QueryCode(v.ID), Payment{Fee: "cost", Amount: 1000, Slip: []string{"P1", "P2", "P3"}[i]})
			w.must(err)
			paid = append(paid, v)
		}
		second := calendar.Of(2024, 5, 14)
		for name, c := range map[string]struct {
			who  string
			f    RegisterFilter
			want []string
		}{
			"all": {"inspector", RegisterFilter{}, []string{"P3", "P2", "P1"}}, "windows": {"clerk", RegisterFilter{}, []string{"P3", "P2", "P1"}},
			"day": {"inspector", RegisterFilter{From: second, To: second}, []string{"P2"}}, "slip": {"inspector", RegisterFilter{Number: " P1 "}, []string{"P1"}},
			"application": {"clerk", RegisterFilter{Number: paid[2].Number}, []string{"P3"}}, "department": {"inspector", RegisterFilter{Dept: "scj"}, []string{"P3", "P2", "P1"}},
			"other department": {"inspector", RegisterFilter{Dept: "wjj"}, nil},
		} {
			var got []string
			req := pageOf(2)
			for more := true; more; more = req.After != "" {
				p, err := w.Fees(w.ctx, w.people[c.who], c.f, req)
				w.must(err)
				for _, f := range p.Items {
					got = append(got, f.Slip)
				}
				req.After = p.Next
			}
			if len(got) != len(c.want) {
				t.Errorf("%s: %v", name, got)
				continue
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: %v", name, got)
				}
			}
		}
		if _, err := w.Fees(w.ctx, w.people["reviewer"], RegisterFilter{}, pageOf(2)); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		_, err := w.Fees(w.ctx, w.people["inspector"], RegisterFilter{Dept: "nowhere"}, pageOf(2))
		w.refused(err, "approval.department", "")
	})
}

// APP-41: whoever decides, hands out and supervises finds every certificate, and how it stands.
func TestAPP41TheRegisterOfCertificates(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		_, first := w.certified()
		w.to("2024-05-14 10:00")
		ref, second := w.certified()
		w.must(w.RevokeCertificate(w.ctx, w.people["head"], first.Number, RevocationForm{Why: "申请材料不实", Basis: "《中华人民共和国行政许可法》第六十九条"}))
		for name, c := range map[string]struct {
			who  string
			f    RegisterFilter
			want []string
		}{
			"issue desk": {"issuer", RegisterFilter{}, []string{second.Number, first.Number}}, "department": {"head", RegisterFilter{}, []string{second.Number, first.Number}},
			"revoked": {"inspector", RegisterFilter{Standing: "revoked"}, []string{first.Number}}, "valid": {"inspector", RegisterFilter{Standing: "valid"}, []string{second.Number}},
			"expired": {"inspector", RegisterFilter{Standing: "expired"}, nil}, "number": {"issuer", RegisterFilter{Number: second.Number}, []string{second.Number}},
			"application": {"issuer", RegisterFilter{Number: ref.Number}, []string{second.Number}},
		} {
			var got []string
			req := pageOf(1)
			for more := true; more; more = req.After != "" {
				p, err := w.Certificates(w.ctx, w.people[c.who], c.f, req)
				w.must(err)
				for _, k := range p.Items {
					got = append(got, k.Number)
					if k.Code != "" || k.Text != "" || k.Holder != "李**" || k.StandingLabel == "" || k.ApplicationNumber == "" {
						t.Errorf("%s: %+v", name, k)
					}
				}
				req.After = p.Next
			}
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("%s: %v", name, got)
			}
		}
		w.to("2029-06-01 10:00")
		p, err := w.Certificates(w.ctx, w.people["inspector"], RegisterFilter{Standing: "expired"}, pageOf(5))
		w.must(err)
		if len(p.Items) != 1 || p.Items[0].MayPrint {
			t.Errorf("%+v", p.Items)
		}
		if p, err = w.Certificates(w.ctx, w.people["issuer"], RegisterFilter{Standing: "expired"}, pageOf(5)); err != nil || !p.Items[0].MayPrint {
			t.Errorf("%+v %v", p.Items, err)
		}
		if _, err := w.Certificates(w.ctx, w.people["reviewer"], RegisterFilter{}, pageOf(2)); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}
