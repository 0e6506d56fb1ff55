package demo

import (
	"slices"
	"time"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// fate is what will become of an application. Stop names what nobody does any more, so that it waits there at the end.
type fate struct {
	online   bool
	lacks    bool // a required material is missing: corrected once, then supplemented
	tolerate bool
	commit   bool
	agent    string // kind of who files it
	withdraw bool
	decline  bool
	refuse   bool
	special  bool
	extend   string // granted, denied
	silent   bool   // nobody answers in time: it is deemed accepted
	mute     bool   // an asked department says nothing
	parallel bool   // one asked department lets its time pass in silence, the others have a day left
	late     bool
	hurry    bool
	check    string // of a later check: pass, correct, revoke
	stop     string
}

// filing is one application on its way.
type filing struct {
	*hall
	good
	fate             fate
	who              applicant
	party            approval.Party
	choices          catalog.Answers
	id, number, code string
	state            string
	collecting       string
	lacking          []catalog.Material // required, and not there
	tolerated        []catalog.Material // may follow, and are not there yet
	unconfirmed      []catalog.Fee      // declared, not yet found in the central account
	steps            []catalog.Step
	with             string    // id of the department that has it
	paused           bool      // its special procedure is over
	theme            *together // what it is part of
}

// begin thinks an application up; what will become of it is drawn.
func (h *hall) begin(g good) *filing {
	f := &filing{hall: h, who: h.applicant()}
	g = h.shelf.near(g, f.who.home)
	f.good = g
	f.choices = h.choices(g.record.Scenario)
	f.party = f.who.party(h, g.record.Audience)
	if g.record.Class == catalog.Instant || g.record.Flags.FormalOnly {
		return f
	}
	flags := g.record.Flags
	f.fate = fate{lacks: h.chance(18), tolerate: flags.Tolerance && h.chance(15), commit: flags.Commitment && h.chance(30), withdraw: h.chance(3), decline: h.chance(3), refuse: h.chance(5),
		special: len(g.record.Specials) > 0 && h.chance(30), late: h.chance(2), hurry: !flags.Green && h.chance(2), mute: flags.Default && h.chance(30)}
	if h.chance(7) {
		f.fate.extend = pick(h.play, []string{"granted", "granted", "denied"})
	}
	if h.chance(12) {
		f.fate.agent = pick(h.play, []string{"entrusted", "entrusted", "township", "village"})
	}
	f.fate.check = pick(h.play, []string{"pass", "pass", "pass", "pass", "correct", "revoke"})
	return f
}

// online reports whether it is handed in on the public page.
func (f *filing) online() bool { return f.fate.online && f.record.Flags.Online && f.fate.agent == "" }

// do lets somebody act on the application and tells whether it was accepted.
func (f *filing) do(who *person, verb func(a org.Actor) (approval.Ref, error)) bool {
	return f.as(f.there(who), func(a org.Actor) error {
		ref, err := verb(a)
		if err == nil && ref.ID == f.id {
			f.state = ref.State
		}
		return err
	})
}

// own is a verb of the applicant himself.
func (f *filing) own(ref approval.Ref, err error) bool {
	if f.fail(err) {
		return false
	}
	f.state = ref.State
	return true
}

func (f *filing) in(states ...string) bool { return slices.Contains(states, f.state) }

// soon and later place what happens next in office hours: after minutes, or on the n-th working day.
func (f *filing) soon(low, high int, what func()) {
	f.at(f.office(f.now(), f.minutes(low, high)), what)
}
func (f *filing) later(n int, what func()) { f.at(f.days(f.now(), n), what) }

// clerk serves at the windows that take the item: the comprehensive ones, or the department's own.
func (f *filing) clerk() *person {
	if !f.record.Flags.AnyWindow {
		return f.staff.chiefs[f.dept]
	}
	return pick(f.play, f.staff.clerks[:len(f.staff.clerks)-1])
}

// apply hands the application in. Receipt is not yet acceptance.
func (f *filing) apply() {
	in := approval.Submission{Item: f.item, Channel: "window", Party: f.party, Choices: f.choices, Collect: f.collect()}
	f.collecting = in.Collect
	narrowed := catalog.Narrow(f.record, f.choices)
	f.steps = narrowed.Plan.Steps
	in.Form = f.fill(narrowed.Form, f.who, f.party)
	if f.fate.agent == "" && f.choices["agent"] == "agent" {
		f.fate.agent = "entrusted"
	}
	if f.fate.agent != "" {
		in.Party.Agent, in.Channel = f.filer(f.fate.agent), "agent"
	}
	in.Materials = f.hand(narrowed.Materials)
	var receipt approval.Receipt
	var err error
	if f.online() {
		in.Channel = pick(f.play, []string{"web", "web", "mobile"})
		if receipt, err = f.Approval.Submit(f.ctx, in); f.fail(err) {
			return
		}
	} else if !f.as(f.clerk(), func(a org.Actor) error {
		receipt, err = f.Approval.Take(f.ctx, a, in)
		return err
	}) {
		return
	}
	f.report.Applications++
	f.id, f.number, f.code, f.state = receipt.ID, receipt.Number, receipt.Code, receipt.State
	f.received()
}

// received is what becomes of it at the windows.
func (f *filing) received() {
	switch {
	case f.fate.stop == "accept" || f.fate.silent:
		if f.fate.silent {
			f.later(6, func() { f.state = approval.Reviewing; f.enter(0) })
		}
	case f.quick():
		f.soon(2, 12, f.decideAtOnce)
	case f.record.Class == catalog.Instant:
		f.soon(1, 8, f.accept)
	case f.fate.parallel: // the days of what follows are counted from this one
		f.soon(3, 20, f.accept)
	default:
		f.sideEvents()
		f.soon(3, 220, f.accept)
	}
}

// quick reports whether a window decides it at once.
func (f *filing) quick() bool {
	return (f.record.Plan.Model == catalog.OnTheSpot || f.record.Flags.FormalOnly) && len(f.lacking) == 0
}

// hand is what the applicant hands in: all that is asked of him, and of what is merely welcome some; without what his fate
// says is missing.
func (f *filing) hand(asked []catalog.Material) (out []approval.Handing) {
	for _, m := range asked {
		switch {
		case m.Shared, m.Necessity == catalog.Optional && f.chance(70):
		case m.Necessity == catalog.Required && f.fate.lacks && len(f.lacking) == 0:
			f.lacking = append(f.lacking, m)
		case m.Necessity == catalog.Tolerable && f.fate.tolerate:
			f.tolerated = append(f.tolerated, m)
		default:
			out = append(out, f.paper(m))
		}
	}
	return out
}

// paper is one material: a file online, originals and copies at a window.
func (f *filing) paper(m catalog.Material) approval.Handing {
	in := approval.Handing{Code: m.Code, Originals: m.Originals, Copies: m.Copies}
	if f.online() {
		in.Files = []attachment.Blob{f.scan(m.Name)}
		in.Originals, in.Copies = 0, 0
	} else if in.Originals+in.Copies == 0 {
		in.Originals = 1
	}
	return in
}

// collect is how the applicant wants the result.
func (f *filing) collect() string {
	switch {
	case f.online() && f.chance(60):
		return "electronic"
	case f.record.Flags.Mail && f.chance(25):
		return "posted"
	}
	return "handed"
}

// sideEvents are what else may happen while it is under way: the applicant urges or says something, the chief
// representative urges.
func (f *filing) sideEvents() {
	if f.chance(6) {
		f.at(f.days(f.now(), f.between(1, 3)), func() {
			if f.in(approval.Submitted, approval.Reviewing) {
				f.own(f.Approval.CitizenUrge(f.ctx, f.number, f.code))
			}
		})
	}
	if f.chance(4) {
		f.at(f.now().Add(f.minutes(60, 2000)), func() {
			if f.in(approval.Submitted, approval.Reviewing, approval.Decided) {
				text := pick(f.play, remarks)
				var ref approval.Ref
				err := f.DB.Update(f.ctx, func(tx *storage.Tx) (err error) {
					ref, err = f.Approval.Feedback(tx, f.number, f.code, text)
					return err
				})
				f.own(ref, err)
			}
		})
	}
	if f.record.Class == catalog.Promised && f.chance(4) {
		f.later(1, func() {
			if f.in(approval.Reviewing) && f.with == f.dept {
				f.do(f.staff.chiefs[f.dept], func(a org.Actor) (approval.Ref, error) {
					return f.Approval.Urge(f.ctx, a, f.id, 0, "请抓紧办理。")
				})
			}
		})
	}
	if f.fate.withdraw {
		f.at(f.now().Add(time.Duration(f.between(3, 40))*time.Hour), func() {
			if f.in(approval.Submitted, approval.Correcting, approval.Reviewing) {
				f.own(f.Approval.Withdraw(f.ctx, f.number, f.code, pick(f.play, changes)))
			}
		})
	}
}
