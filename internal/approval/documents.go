package approval

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Document is an official paper that was issued on an application. What it says was fixed when it was issued; the
// applicant's name is put in when it is printed.
type Document struct {
	ID          string    `json:"id"`
	Application string    `json:"application"`
	Kind        string    `json:"kind"`
	Label       string    `json:"label"`
	Number      string    `json:"number"`
	IssuedBy    string    `json:"issuedBy"`
	IssuedAt    time.Time `json:"issuedAt"`
	facts       paper
}

// paper is what a document states, kept as it stood.
type paper struct {
	Number              string      `json:"number"` // of the application
	Item                string      `json:"item"`
	Dept                string      `json:"dept"`
	Received            time.Time   `json:"received"`
	Complete            time.Time   `json:"complete"`
	Due                 time.Time   `json:"due,omitzero"`
	Provisional         bool        `json:"provisional,omitempty"` // Due touches a year whose arrangement is not announced
	Why                 string      `json:"why,omitempty"`
	Promised            string      `json:"promised,omitempty"`
	Phone               string      `json:"phone,omitempty"`
	Supervision         string      `json:"supervision,omitempty"`
	Deemed              bool        `json:"deemed,omitempty"`
	Lacks               []Lack      `json:"lacks,omitempty"`
	Tolerated           []string    `json:"tolerated,omitempty"`
	TolerateBy          time.Time   `json:"tolerateBy,omitzero"`
	TolerateProvisional bool        `json:"tolerateProvisional,omitempty"` // the same of TolerateBy
	Refusal             *Refusal    `json:"refusal,omitempty"`
	Special             *Special    `json:"special,omitempty"`
	Plea                *Plea       `json:"plea,omitempty"`
	Decision            *Decision   `json:"decision,omitempty"`
	Certificate         string      `json:"certificate,omitempty"`
	Pledge              []string    `json:"pledge,omitempty"`
	Ordered             *ordered    `json:"ordered,omitempty"`
	Revocation          *Revocation `json:"revocation,omitempty"`
}

// ordered is what a notice of a later check orders: what was found and by whom, and by when it must be put right. Case is the
// check that it belongs to.
type ordered struct {
	Finding     string    `json:"finding"`
	People      []string  `json:"people"` // names
	By          time.Time `json:"by"`
	Provisional bool      `json:"provisional,omitempty"` // By touches a year whose arrangement is not announced
	Case        string    `json:"case"`
}

// documentKinds are the papers of an application (appendix G): their names, and the mark of their numbers.
var documentKinds = []struct{ Key, Label, Prefix string }{
	{"accept", "受理通知书", "受"}, {"correct", "补正材料通知书", "补"}, {"decline", "不予受理通知书", "不受"}, {"special", "特别程序告知书", "特"},
	{"extension", "延长办理期限告知书", "延"}, {"decision", "审批决定书", "决"}, {"pledge", "告知承诺书", "诺"}, {"check", "批后核查通知书", "核"}, {"revoke", "撤销决定书", "撤"},
}

func documentKind(key string) (k struct{ Key, Label, Prefix string }) {
	for _, d := range documentKinds {
		if d.Key == key {
			k = d
		}
	}
	return k
}

// issue writes a numbered paper on an application; more puts in what only this kind states. Numbers of a kind run without gaps
// within a year.
func (s *Service) issue(a *casework.Act, o *Application, kind string, more func(p *paper)) (string, error) {
	tx := a.Tx()
	year := calendar.DateOf(tx.Now).Year()
	n, err := casework.NextSerial(tx, fmt.Sprintf("application:%s:%d", kind, year))
	if err != nil {
		return "", err
	}
	p, err := s.paper(a, o)
	if err != nil {
		return "", err
	}
	if more != nil {
		more(&p)
	}
	facts, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	number := fmt.Sprintf("呼应审%s〔%d〕%d号", documentKind(kind).Prefix, year, n)
	tx.Queue(`INSERT INTO application_documents (id, application_id, kind, number, facts, issued_by, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.NewID(), o.ID, kind, number, string(facts), a.Actor().ID, tx.Now)
	return number, nil
}

// paper gathers what may stand in a paper as the application stands now.
func (s *Service) paper(a *casework.Act, o *Application) (paper, error) {
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return paper{}, err
	}
	dept, err := org.DepartmentByID(a.Tx(), lastNode(o.DeptPath))
	if err != nil {
		return paper{}, err
	}
	about := a.Case
	if about.Flow == CheckFlowName {
		if about, err = s.kernel.Get(a.Tx(), a.Case.Parent); err != nil {
			return paper{}, err
		}
	}
	p := paper{Number: about.Number, Item: o.ItemName, Dept: dept.Name, Received: o.Received, Complete: o.Complete, Phone: r.Phone, Supervision: r.Supervision,
		Deemed: o.Deemed, Refusal: o.Refusal, Decision: o.Decision, Revocation: o.Revocation, Tolerated: missingNames(o.tolerated())}
	if n := len(o.Specials); n > 0 {
		p.Special = &o.Specials[n-1]
	}
	if n := len(o.Pleas); n > 0 {
		p.Plea = &o.Pleas[n-1]
	}
	if o.Commitment != nil {
		p.Pledge = o.Commitment.Terms
	}
	if m := a.Meter(MeterTolerance); m != nil {
		result, err := s.kernel.Explain(a.Tx(), m)
		if err != nil {
			return paper{}, err
		}
		p.TolerateBy, p.TolerateProvisional = m.Due, result.Provisional
	}
	m := a.Meter(MeterHandling)
	if m == nil {
		return p, nil
	}
	result, err := s.kernel.Explain(a.Tx(), m)
	p.Due, p.Provisional, p.Why, p.Promised = m.Due, result.Provisional, result.Explain(), spell(m.Term)
	return p, err
}

func spell(t deadline.Term) string {
	if t.Unit == deadline.SameDay {
		return "当日办结"
	}
	return fmt.Sprintf("%d%s", t.Amount, t.Unit.Chinese())
}

const documentColumns = `SELECT id, application_id, kind, number, facts, issued_by, issued_at FROM application_documents `

func documents(tx *storage.Tx, where string, args ...any) ([]Document, error) {
	out := []Document{}
	err := tx.All(documentColumns+where, args, documentsTo(&out))
	return out, err
}

// documentsTo takes rows of documentColumns.
func documentsTo(into *[]Document) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var d Document
		var facts string
		if err := scan(&d.ID, &d.Application, &d.Kind, &d.Number, &facts, &d.IssuedBy, &d.IssuedAt); err != nil {
			return err
		}
		d.Label = documentKind(d.Kind).Label
		err := json.Unmarshal([]byte(facts), &d.facts)
		if d.Kind == "decision" && d.facts.Decision != nil {
			d.Label = map[string]string{"grant": "准予决定书", "refuse": "不予批准决定书"}[d.facts.Decision.Outcome]
		}
		*into = append(*into, d)
		return err
	}
}

// Paper gives an issued document as it is printed, to an official who may see the application.
func (s *Service) Paper(ctx context.Context, actor org.Actor, documentID string) (n document.Notice, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		d, err := oneDocument(tx, documentID)
		if err != nil {
			return err
		}
		if _, _, err = s.visible(tx, actor, d.Application); err != nil {
			return err
		}
		n, err = s.notice(tx, d)
		return err
	})
	return n, err
}

// OwnPaper gives an applicant a document of his own application.
func (s *Service) OwnPaper(ctx context.Context, number, code, documentID string) (n document.Notice, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		d, err := oneDocument(tx, documentID)
		if err != nil {
			return err
		}
		if d.Application != c.ID {
			return noDocument()
		}
		n, err = s.notice(tx, d)
		return err
	})
	return n, err
}

func oneDocument(tx *storage.Tx, id string) (Document, error) {
	found, err := documents(tx, `WHERE id = $1`, id)
	if err == nil && len(found) == 0 {
		err = noDocument()
	}
	if err != nil {
		return Document{}, err
	}
	return found[0], nil
}

func noDocument() error {
	return fault.New(fault.NotFound, "approval.document", "没有这份文书，或者您无权查看。")
}

// notice sets a paper's words: what was done, under which rule, by when, and whom to ask (APP-02, APP-04).
func (s *Service) notice(tx *storage.Tx, d Document) (document.Notice, error) {
	party, _, err := s.party(tx, d.Application)
	if err != nil {
		return document.Notice{}, err
	}
	f := d.facts
	n := document.Notice{Issuer: f.Dept, Title: d.Label, Number: d.Number, Addressee: party.Name, Date: calendar.DateOf(d.IssuedAt),
		Fields: []document.Field{{Label: "办件编号", Value: f.Number}, {Label: "申请事项", Value: f.Item}, {Label: "收到申请日期", Value: day(f.Received)}},
		QR:     f.Number, QRCaption: "凭编号和查询码查询办理进度"}
	body, known := bodies[d.Kind]
	if !known { // written by another version of the program
		return document.Notice{}, fault.New(fault.Refused, "approval.document.kind", "这种文书本系统不能打印。")
	}
	n.Body = strings.Join(body(f), "\n")
	if d.Kind == "accept" {
		n.Fields = append(n.Fields, document.Field{Label: "承诺时限", Value: f.Promised}, document.Field{Label: "办结期限", Value: lastDay(f.Due, f.Provisional)})
	}
	n.Fields = append(n.Fields, document.Field{Label: "咨询电话", Value: f.Phone}, document.Field{Label: "监督投诉电话", Value: f.Supervision})
	return n, nil
}

func day(t time.Time) string { return calendar.DateOf(t).ChineseFull() }

// lastDay is the day that ends with a limit, and that it may move yet.
func lastDay(due time.Time, provisional bool) string {
	last := day(due.Add(-time.Millisecond))
	if provisional {
		last += "（" + deadline.ProvisionalNote + "）"
	}
	return last
}

// bodies set the paragraphs of each kind of paper.
var bodies = map[string]func(f paper) []string{
	"accept": func(f paper) []string {
		out := []string{"你（单位）提出的申请，材料齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条的规定，予以受理。"}
		if f.Deemed {
			out = []string{"你（单位）提出的申请，本机关未在规定期限内告知受理情况，根据《中华人民共和国行政许可法》第三十二条的规定，自收到申请材料之日起即为受理。"}
		}
		if len(f.Tolerated) > 0 {
			out = append(out, "本件按容缺受理，下列材料请于"+lastDay(f.TolerateBy, f.TolerateProvisional)+"前补齐，逾期未补齐的，终止办理："+list(f.Tolerated)+"。")
		}
		return append(out, "期限的计算："+f.Why)
	},
	"correct": func(f paper) []string {
		out := []string{"你（单位）提出的申请，材料不齐全或者不符合法定形式，根据《中华人民共和国行政许可法》第三十二条的规定，一次性告知需要补正的全部内容如下："}
		for i, l := range f.Lacks {
			out = append(out, fmt.Sprintf("%d. %s：%s", i+1, l.Name, l.What))
		}
		return append(out, "请补齐后通过网上或者任一综合窗口提交。办理期限自材料补齐的次日起计算。")
	},
	"decline": func(f paper) []string {
		out := []string{fmt.Sprintf("你（单位）提出的申请，经审查：%s。%s", label(Grounds, f.Refusal.Ground), f.Refusal.Reason)}
		if f.Refusal.Basis != "" {
			out = append(out, "依据："+f.Refusal.Basis)
		}
		if f.Refusal.Redirect != "" {
			out = append(out, "请向"+f.Refusal.Redirect+"申请。")
		}
		return append(out, "根据《中华人民共和国行政许可法》第三十二条的规定，决定不予受理。如不服本决定，可以依法申请行政复议或者提起行政诉讼。")
	},
	"special": func(f paper) []string {
		return []string{fmt.Sprintf("你（单位）申请的事项，依法需要进行%s，自%s起，预计需要%d日。", label(specialWords, f.Special.Kind), f.Special.From.ChineseFull(), f.Special.Expected),
			"依据：" + f.Special.Basis, "根据《中华人民共和国行政许可法》第四十五条的规定，所需时间不计算在办理期限内。"}
	},
	"extension": func(f paper) []string {
		return []string{fmt.Sprintf("你（单位）申请的事项，因下列原因不能在原定期限内办结，经本机关负责人批准，延长%d日，延长后的办结期限为%s。", f.Plea.Amount, lastDay(f.Due, f.Provisional)),
			"理由：" + f.Plea.Reason, "期限的计算：" + f.Why}
	},
	"decision": func(f paper) []string {
		d := f.Decision
		if d.Outcome == "grant" {
			return []string{"你（单位）提出的申请，经审查，符合法定条件、标准，根据《中华人民共和国行政许可法》第三十八条的规定，决定准予。", d.Reasons}
		}
		return []string{"你（单位）提出的申请，经审查，决定不予批准。", "理由：" + d.Reasons, "依据：" + d.Basis, d.Remedies}
	},
	"pledge": func(f paper) []string {
		out := []string{"申请人已阅知本事项的条件、标准、要求和违反承诺的后果，并承诺："}
		for i, term := range f.Pledge {
			out = append(out, fmt.Sprintf("%d. %s", i+1, term))
		}
		return append(out, "本机关在承诺的基础上当场作出决定，并将在规定期限内核查承诺的履行情况；承诺不实的，依法撤销决定。")
	},
	"check": func(f paper) []string {
		return []string{"你（单位）以告知承诺方式取得的行政许可，经" + list(f.Ordered.People) + "核查，发现下列情况与承诺的内容不符：", f.Ordered.Finding,
			"请于" + lastDay(f.Ordered.By, f.Ordered.Provisional) + "前改正并报告本机关；逾期不改正或者改正后仍不符合条件的，依法撤销行政许可。"}
	},
	"revoke": func(f paper) []string {
		d := f.Revocation
		return []string{"你（单位）持有的证照（编号" + d.Certificate + "），经本机关查明：", d.Reasons, "依据：" + d.Basis,
			"决定予以撤销。自本决定作出之日起，该证照不再有效，请将原件交回本机关。", d.Remedies}
	},
}
