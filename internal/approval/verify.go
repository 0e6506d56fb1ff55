package approval

import (
	"encoding/json"
	"fmt"
	"slices"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/storage"
)

// told is what the events of an application say, folded into what its row remembers.
type told struct {
	version     int64
	step        string
	outcome     string
	certificate string
	revoked     string
	accounts    []string
	deemed      bool
	documents   []string
	fees        []toldFee
	form        string
	imported    *importFacts
	marks       []marked
}

// toldFee is a payment as the record tells of it.
type toldFee struct {
	code   string
	amount int64
	state  string
}

// eventFacts are the facts that a fold reads; an event has those of its own verb.
type eventFacts struct {
	Version     int64  `json:"version"`
	Form        string `json:"form"`
	Next        string `json:"next"`
	To          string `json:"to"`
	Outcome     string `json:"outcome"`
	Certificate string `json:"certificate"`
	Document    string `json:"document"`
	Revoked     string `json:"revoked"`
	Account     string `json:"account"`
	Finding     string `json:"finding"`
	Pledge      string `json:"pledge"`
	Fee         string `json:"fee"`
	Amount      int64  `json:"amount"`

	Marks []marked `json:"marks"`
}

// tell folds the record of an application. It is pure.
func tell(events []audit.Event) (t told, err error) {
	for _, e := range events {
		var b casework.Body
		if err := json.Unmarshal(e.Data, &b); err != nil {
			return t, fmt.Errorf("approval: event %d: %w", e.Seq, err)
		}
		var f eventFacts
		if len(b.Facts) > 0 {
			_ = json.Unmarshal(b.Facts, &f) // facts of another shape tell nothing here
		}
		switch e.Action {
		case "submit", "take":
			t.version, t.form = f.Version, f.Form
		case "import":
			t.version, t.outcome, t.imported = f.Version, f.Outcome, &importFacts{}
			if err := json.Unmarshal(b.Facts, t.imported); err != nil {
				return t, fmt.Errorf("approval: event %d: %w", e.Seq, err)
			}
		case "deem_accepted":
			t.deemed = true
		case "send_back":
			t.step = f.To
		case "decide", "sign", "decide_on_spot", "grant_on_commitment":
			t.step, t.outcome, t.certificate = "", f.Outcome, f.Certificate
		case "account":
			t.accounts = append(t.accounts, f.Account+f.Finding)
		case "revoke":
			t.revoked = f.Revoked
		case "register_fee", "pay":
			t.fees = append(t.fees, toldFee{f.Fee, f.Amount, feeDeclared})
		case "confirm_fee", "refuse_fee":
			i := slices.Index(t.fees, toldFee{f.Fee, f.Amount, feeDeclared})
			if i < 0 {
				return t, fmt.Errorf("approval: event %d: no such payment", e.Seq)
			}
			t.fees[i].state = map[string]string{"confirm_fee": feeConfirmed, "refuse_fee": feeRefused}[e.Action]
		}
		if f.Next != "" {
			t.step = f.Next
		}
		t.rule(f.Marks)
		for _, number := range []string{f.Document, f.Pledge} {
			if number != "" {
				t.documents = append(t.documents, number)
			}
		}
	}
	return t, nil
}

// rule takes over findings: each is made and ruled on later, and only what has been ruled on is made again.
func (t *told) rule(marks []marked) {
	for _, m := range marks {
		if i := slices.IndexFunc(t.marks, func(x marked) bool { return x.Rule == m.Rule && x.Ruling == "" }); i >= 0 {
			t.marks[i] = m
		} else {
			t.marks = append(t.marks, m)
		}
	}
}

// Recompute compares what the database remembers of an application, of an opinion, of a bundle or a project with its record.
// It hands each difference to found, and passes over what is none of them.
func (s *Service) Recompute(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) error {
	var first casework.Body
	if len(events) == 0 || json.Unmarshal(events[0].Data, &first) != nil {
		return nil
	}
	differ := func(what string, args ...any) {
		found(audit.Difference{Where: stream, What: fmt.Sprintf(what, args...)})
	}
	switch first.Flow {
	case FlowName:
		return s.recompute(tx, stream, events, differ)
	case OpinionFlowName:
		return recomputeOpinion(tx, stream, events, differ)
	case CheckFlowName:
		return recomputeCheck(tx, stream, events, differ)
	case BundleFlowName, ProjectFlowName:
		return s.recomputeBundle(tx, stream, events, differ)
	}
	return nil
}

// recompute compares an application: item version, step, decision, findings, certificate, papers and fees, and the columns
// that lists and figures read.
func (s *Service) recompute(tx *storage.Tx, stream string, events []audit.Event, differ func(string, ...any)) error {
	o, err := load(tx, stream)
	if err != nil {
		differ("有办理记录而无此办件")
		return nil
	}
	t, err := tell(events)
	if err != nil {
		return err
	}
	outcome := ""
	if o.Decision != nil {
		outcome = o.Decision.Outcome
	}
	switch {
	case o.ItemVersion != t.version:
		differ("办件适用的事项版本%d与记录%d不符", o.ItemVersion, t.version)
	case o.FormDigest != t.form:
		differ("申请表与记录不符")
	case outcome != t.outcome:
		differ("办件的决定%q与记录%q不符", outcome, t.outcome)
	case (t.imported != nil) != (o.Source != "") || t.imported != nil && o.importFacts(t.imported.Holder) != *t.imported:
		differ("导入的办件与记录不符")
	case o.Deemed != t.deemed:
		differ("办件的视为受理标记与记录不符")
	case t.step != "" && o.Step != t.step && o.Decision == nil:
		differ("办件的环节%q与记录%q不符", o.Step, t.step)
	}
	for _, m := range o.Marks {
		i := slices.Index(t.marks, marked{m.Rule, m.Ruling})
		if i < 0 && t.imported == nil {
			differ("办件的问题标记（%s）没有记录依据", m.Rule)
		} else if i >= 0 {
			t.marks = slices.Delete(t.marks, i, i+1)
		}
	}
	for _, m := range t.marks {
		differ("办件的问题标记（%s）有记录而未保存", m.Rule)
	}
	if told, _, err := CountedIn(events); err != nil {
		return err
	} else if told.Counted != o.counted() {
		differ("办件计入统计的内容与记录不符")
	}
	strayed, err := o.strayed(tx)
	if err != nil {
		return err
	}
	for _, column := range strayed {
		differ("办件的%s列与办理内容不符", column)
	}
	return s.recomputePapers(tx, stream, t, differ)
}

// recomputePapers compares certificate, papers and fees.
func (s *Service) recomputePapers(tx *storage.Tx, id string, t told, differ func(string, ...any)) error {
	certificates, err := s.certificates(tx, `WHERE application_id = $1`, id)
	if err != nil {
		return err
	}
	c := append(certificates, Certificate{})[0]
	if c.Number != t.certificate {
		differ("证照%q与记录%q不符", c.Number, t.certificate)
	}
	if (t.revoked != "" && t.revoked == c.Number) != !c.RevokedAt.IsZero() {
		differ("证照%q是否撤销与记录不符", c.Number)
	}
	docs, err := documents(tx, `WHERE application_id = $1`, id)
	if err != nil {
		return err
	}
	docs = slices.DeleteFunc(docs, func(d Document) bool { return d.facts.Ordered != nil }) // those of a later check stand in its record
	for _, d := range docs {
		if !slices.Contains(t.documents, d.Number) {
			differ("文书%q没有记录依据", d.Number)
		}
	}
	if len(docs) < len(t.documents) {
		differ("文书%d份，记录有%d份", len(docs), len(t.documents))
	}
	var entered []Account
	if err := tx.All(accountColumns+`WHERE e.application_id = $1`, []any{id}, accountsTo(&entered)); err != nil {
		return err
	}
	for _, e := range entered {
		if !slices.Contains(t.accounts, e.Number+digest(e.Finding)) {
			differ("问责登记%q与记录不符", e.Number)
		}
	}
	if len(entered) < len(t.accounts) {
		differ("问责登记%d条，记录有%d条", len(entered), len(t.accounts))
	}
	paid, err := fees(tx, `WHERE f.application_id = $1`, id)
	if err != nil {
		return err
	}
	for _, f := range paid {
		i := slices.Index(t.fees, toldFee{f.Code, f.Amount, f.State})
		if i < 0 {
			differ("收费%q与记录不符", f.Name)
			continue
		}
		t.fees = slices.Delete(t.fees, i, i+1)
	}
	if len(t.fees) > 0 {
		differ("收费有%d笔有记录而未保存", len(t.fees))
	}
	return nil
}

// Unrecorded reports applications, bundles, opinions and certificates that stand in the database without a case or an
// application: rows that no verb wrote.
func Unrecorded(tx *storage.Tx, found func(audit.Difference)) error {
	return tx.All(`SELECT a.id, '办件没有办理记录，不是由系统登记的' FROM applications a WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = a.id)
		UNION ALL SELECT b.id, '联合办理没有办理记录，不是由系统登记的' FROM application_bundles b WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = b.id)
		UNION ALL SELECT p.id, '部门意见没有办理记录，不是由系统登记的' FROM application_opinions p WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = p.id)
		UNION ALL SELECT x.number, '证照没有对应的办件，不是由系统核发的' FROM certificates x WHERE NOT EXISTS (SELECT 1 FROM applications a WHERE a.id = x.application_id) ORDER BY 1 LIMIT 1000`, nil,
		func(scan func(...any) error) error {
			var d audit.Difference
			err := scan(&d.Where, &d.What)
			found(d)
			return err
		})
}
