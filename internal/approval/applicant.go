package approval

import (
	"context"
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Progress is what an applicant sees of his own application: where it stands, who has it, what is missing, by when it will
// be done and why, every day that counts and every day that does not (APP-07).
type Progress struct {
	Number      string              `json:"number"`
	Version     int64               `json:"version"`
	Item        string              `json:"item"`
	State       string              `json:"state"`
	StateLabel  string              `json:"stateLabel"`
	StepName    string              `json:"stepName,omitempty"`
	Dept        string              `json:"dept"`
	Received    time.Time           `json:"received"`
	Accepted    time.Time           `json:"accepted,omitzero"`
	Due         time.Time           `json:"due,omitzero"`
	Standing    deadline.Standing   `json:"standing"`
	Why         string              `json:"why,omitempty"`
	Strip       []deadline.StripDay `json:"strip"`
	Lacking     []Lack              `json:"lacking"` // of the notice that waits for him, or tolerated and to follow
	Materials   []Material          `json:"materials"`
	Refusal     *Refusal            `json:"refusal,omitempty"`
	Decision    *Decision           `json:"decision,omitempty"`
	Certificate string              `json:"certificate,omitempty"`
	Code        string              `json:"certificateCode,omitempty"`
	Until       calendar.Date       `json:"certificateUntil,omitzero"` // last day of its validity
	EndsSoon    bool                `json:"endsSoon,omitempty"`        // time to ask for its renewal
	Revocation  *Revocation         `json:"revocation,omitempty"`      // of the certificate
	Ready       time.Time           `json:"ready,omitzero"`
	Delays      []Text              `json:"delays"`
	Documents   []Document          `json:"documents"`
	Fees        []Fee               `json:"fees"`
	FeesDue     []catalog.Fee       `json:"feesDue"` // of the item, not yet paid
	Steps       []ProgressStep      `json:"steps"`
	Guide       string              `json:"guide,omitempty"` // name of who leads him
	May         []string            `json:"may"`             // supplement, send_tolerated, withdraw, citizen_urge, feedback, pay
}

// ProgressStep is one thing that happened, in words for the public.
type ProgressStep struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// publicSteps says which events an applicant is told of, and how. What departments say to each other is not among them.
var publicSteps = map[string]string{
	"submit": "您的申请已提交，等待受理", "take": "窗口已收到您的申请，等待受理", "accept": "您的申请已受理", "deem_accepted": "您的申请自收到之日起视为受理",
	"correct": "已一次性告知您需要补正的材料", "correct_again": "已再次告知您需要补正的材料", "supplement": "您已补正材料", "take_supplement": "窗口已收到补正材料", "decline": "决定不予受理，等待送达告知书",
	"hurry": "已列入绿色通道", "survey": "已完成现场踏勘", "publish": "已完成公示", "start_special": "已进入特别程序，所需时间不计入办理期限", "end_special": "特别程序已结束，恢复计时",
	"tell_extension": "已告知您延长办理期限", "decide": "已作出决定", "sign": "已作出决定", "decide_on_spot": "已当场办结", "grant_on_commitment": "已凭您的承诺当场办结",
	"notify_ready": "结果已制作完成，请按约定的方式领取；有收费的，请先缴费", "deliver": "结果已送达", "withdraw": "您已撤回申请", "take_withdrawal": "已按您的书面申请撤回", "send_tolerated": "您已补交容缺材料", "fill_tolerated": "窗口已收到容缺材料", "lapse": "逾期未补齐材料，已终止办理", "explain_delay": "已向您说明不能按期办结的原因",
	"tell_renewal": "您的证照即将到期，需要延续的请尽快申请", "revoke": "证照已撤销，理由、依据和救济途径见撤销决定书", "register_fee": "窗口已登记缴款，等待核对到账", "pay": "您已登记缴款，等待核对到账", "confirm_fee": "缴款已核对到账", "refuse_fee": "登记的缴款没有核对到账，请查看原因后重新登记", "citizen_urge": "您催办了一次", "feedback": "您反馈了意见", "recalendar": "因放假安排调整，期限已重新计算",
}

// publicInspections says the same of a later check; a revocation is told of as the decision that it is.
var publicInspections = map[string]string{"pass_check": "批后核查通过", "order_correction": "批后核查发现与承诺不符，请按批后核查通知书限期改正"}

// Query shows an applicant his application by its number and query code. A wrong code and a wrong number sound the same;
// both count towards the ceiling on guesses that httpapi keeps (AUD-07).
func (s *Service) Query(ctx context.Context, number, code string) (v Progress, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		d, err := s.dossier(tx, c)
		if err != nil {
			return err
		}
		v, err = s.progress(tx, dir, c, d)
		return err
	})
	return v, err
}

// own finds the case that a number and its code open.
func (s *Service) own(tx *storage.Tx, number, code string) (*casework.Case, error) {
	c, err := s.kernel.ByNumber(tx, strings.TrimSpace(number))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err != nil || c.Flow != FlowName || !same(code, s.QueryCode(c.ID)) {
		return nil, fault.New(fault.NotFound, "approval.query", "编号或查询码不正确，请核对后再试。")
	}
	return c, nil
}

// same compares codes without telling by the time it takes how much of them is right.
func same(given, code string) bool {
	return subtle.ConstantTimeCompare([]byte(strings.TrimSpace(given)), []byte(code)) == 1
}

func (s *Service) progress(tx *storage.Tx, dir *org.Directory, c *casework.Case, d *dossier) (Progress, error) {
	o := d.application
	v := Progress{Number: c.Number, Version: c.Version, Item: o.ItemName, State: c.State, StateLabel: Flow.State(c.State).Label, Dept: deptName(dir, o.DeptPath),
		Received: o.Received, Accepted: o.Accepted, Ready: o.Ready, Refusal: o.Refusal, Decision: o.Decision, Revocation: o.Revocation, Materials: o.Materials, Delays: o.Delays,
		Documents: d.documents, Fees: d.fees, Strip: []deadline.StripDay{}, Steps: []ProgressStep{}, Lacking: []Lack{}, May: []string{}}
	if c.State == Correcting {
		v.Lacking = o.Notices[len(o.Notices)-1].Items
	}
	if err := s.followLater(tx, &v, c, o); err != nil {
		return v, err
	}
	r, err := s.record(tx, o)
	if err != nil {
		return v, err
	}
	step, _ := stepOf(r.Plan, o.Step)
	v.StepName, v.FeesDue = step.Name, o.unpaid(r.Fees, d.fees)
	for _, a := range Flow.Actions {
		if a.By != casework.Public || !a.Allowed(c.State) || a.Name == "pay" && len(v.FeesDue) == 0 || a.Name == "send_tolerated" && len(o.tolerated()) == 0 {
			continue
		}
		v.May = append(v.May, a.Name)
	}
	names, err := org.NamesOf(tx, []string{o.Guide})
	if err != nil {
		return v, err
	}
	v.Guide = names[o.Guide]
	v.publish()
	if c.State == Delivered && o.Decision.Outcome == "grant" && len(d.certificates) > 0 {
		k := d.certificates[0]
		v.Certificate, v.Code, v.Until, v.EndsSoon = k.Number, k.Code, k.Until, k.EndsSoon
	}
	return v, s.applicantTime(tx, &v, c, d)
}

// followLater fills in what was tolerated and must still follow, and by which day.
func (s *Service) followLater(tx *storage.Tx, v *Progress, c *casework.Case, o *Application) error {
	missing := o.tolerated()
	if c.State != Reviewing || len(missing) == 0 {
		return nil
	}
	found, err := s.kernel.Glances(tx, MeterTolerance, []string{c.ID})
	if err != nil {
		return err
	}
	standing, err := s.kernel.Standing(tx, found[c.ID], tx.Now)
	if err != nil {
		return err
	}
	for _, m := range missing {
		v.Lacking = append(v.Lacking, Lack{Code: m.Code, Name: m.Name, What: "最迟" + lastDay(found[c.ID].Due, standing.Provisional) + "补齐，逾期未补齐的终止办理。"})
	}
	return nil
}

// publish drops from what is shown who did it: an application is the office's, not a person's.
func (v *Progress) publish() {
	if v.Decision != nil {
		d := *v.Decision
		d.By, d.Authority, d.Step = "", "", ""
		v.Decision = &d
	}
	if v.Revocation != nil {
		r := *v.Revocation
		r.By = ""
		v.Revocation = &r
	}
	if v.Refusal != nil {
		r := *v.Refusal
		r.By = ""
		v.Refusal = &r
	}
	delays := make([]Text, len(v.Delays))
	for i, d := range v.Delays {
		d.By = ""
		delays[i] = d
	}
	v.Delays = delays
	for i := range v.Documents {
		v.Documents[i].IssuedBy = ""
	}
	for i := range v.Fees {
		v.Fees[i].By, v.Fees[i].CheckedBy = "", ""
	}
}

// applicantTime fills in what happened and the meter that counts for the applicant: the promise, before it the time until he
// hears whether he is accepted, or his own until he has completed the materials.
func (s *Service) applicantTime(tx *storage.Tx, v *Progress, c *casework.Case, d *dossier) error {
	for _, e := range d.events {
		text := publicSteps[e.Action]
		if e.Action == "take" && c.Parent != "" {
			text = "已随联合申请提交，等待受理" // nobody came to a window with it
		}
		if text != "" {
			v.Steps = append(v.Steps, ProgressStep{At: e.At, Text: text})
		}
	}
	for _, visits := range d.inspections {
		for _, found := range visits {
			if text := publicInspections[found.Action]; text != "" {
				v.Steps = append(v.Steps, ProgressStep{At: found.At, Text: text})
			}
		}
	}
	slices.SortStableFunc(v.Steps, func(a, b ProgressStep) int { return a.At.Compare(b.At) })
	show := Flow.State(c.State).Meter
	if v.State == Delivered || v.State == Decided {
		show = MeterHandling
	}
	if show == "" {
		return nil
	}
	meters, err := s.meterViews(tx, d.bodies, show)
	if err != nil {
		return err
	}
	for _, m := range meters {
		v.Due, v.Standing, v.Why, v.Strip = m.Due, m.Standing, m.Why, m.Strip
	}
	return nil
}
