package approval

import (
	"cmp"
	"context"
	"time"

	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Row is one application in a list; of an opinion or a check, the application it hangs on; of a bundle or project, that.
type Row struct {
	ID          string            `json:"id"`
	Application string            `json:"application"` // the same as ID unless the row is of an opinion or a check
	Number      string            `json:"number"`
	Version     int64             `json:"version"`
	Item        string            `json:"item"`
	ItemName    string            `json:"itemName"`
	Class       string            `json:"class"`
	State       string            `json:"state"`
	StateLabel  string            `json:"stateLabel"`
	Step        string            `json:"step,omitempty"`
	StepName    string            `json:"stepName,omitempty"`
	Channel     string            `json:"channel"`
	Region      string            `json:"region"`
	Dept        string            `json:"dept"` // whose turn it is
	Implements  string            `json:"implements"`
	Assignee    string            `json:"assignee,omitempty"`
	Opened      time.Time         `json:"opened"`
	Changed     time.Time         `json:"changed"`
	Closed      time.Time         `json:"closed,omitzero"`
	Due         time.Time         `json:"due,omitzero"`
	Meter       string            `json:"meter,omitempty"`
	Standing    deadline.Standing `json:"standing,omitzero"`
	Green       bool              `json:"green,omitempty"`
	Overdue     bool              `json:"overdue,omitempty"`
	Candidate   bool              `json:"candidate,omitempty"` // past its limit, waiting for a ruling (TIME-12)
	Untold      bool              `json:"untold,omitempty"`    // past its limit, the applicant not told why (TIME-43)
	Outcome     string            `json:"outcome,omitempty"`
}

// line is what a list shows of an application beside its case.
type line struct {
	item, name, class, step, channel, dept, outcome string
	version                                         int64
	green, overdue, candidate, untold               bool
}

// askLines asks for the lines of one page.
func askLines(tx *storage.Tx, ids []any, into map[string]*line) {
	if len(ids) == 0 {
		return
	}
	tx.Ask(`SELECT b.id, b.bundle, c.title, b.kind FROM application_bundles b JOIN cases c ON c.id = b.id WHERE b.id IN (`+storage.Placeholders(1, len(ids))+`)`, ids, func(scan func(...any) error) error {
		var id string
		var l line
		err := scan(&id, &l.item, &l.name, &l.class)
		into[id] = &l
		return err
	})
	tx.Ask(`SELECT a.id, a.item, c.title, a.class, a.step, a.channel, a.dept_path, a.outcome, a.item_version, a.green, a.overdue, a.candidate, a.unexplained FROM applications a JOIN cases c ON c.id = a.id
		WHERE a.id IN (`+storage.Placeholders(1, len(ids))+`)`, ids, func(scan func(...any) error) error {
		var id string
		var l line
		err := scan(&id, &l.item, &l.name, &l.class, &l.step, &l.channel, &l.dept, &l.outcome, &l.version, &l.green, &l.overdue, &l.candidate, &l.untold)
		into[id] = &l
		return err
	})
}

// applicationOf is the application that a case is, or hangs on.
func applicationOf(c *casework.Case) string {
	if c.Flow == OpinionFlowName || c.Flow == CheckFlowName {
		return c.Parent
	}
	return c.ID
}

// askRows asks for what completes the cases of one page: their applications, lights and names. The function gives the rows
// once that has come.
func (s *Service) askRows(tx *storage.Tx, dir *org.Directory, cases []*casework.Case) func() ([]Row, error) {
	ids, people := make([]any, len(cases)), make([]string, len(cases))
	for i, c := range cases {
		ids[i], people[i] = applicationOf(c), c.Assignee
	}
	lines := map[string]*line{}
	askLines(tx, ids, lines)
	glances := s.askGlances(tx, cases)
	names := org.AskNames(tx, people)
	return func() ([]Row, error) {
		rows := make([]Row, 0, len(cases))
		for _, c := range cases {
			l := lines[applicationOf(c)]
			if l == nil {
				return nil, casework.NoSuchCase()
			}
			r, err := s.row(tx, dir, c, l, glances)
			if err != nil {
				return nil, err
			}
			r.Assignee = names[c.Assignee]
			rows = append(rows, r)
		}
		return rows, nil
	}
}

// rows completes the cases of one page in one trip.
func (s *Service) rows(tx *storage.Tx, dir *org.Directory, cases []*casework.Case) ([]Row, error) {
	rows := s.askRows(tx, dir, cases)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	return rows()
}

// Rows gives applications by their ids, in the order of these, as a list shows them; those that the person may not see are
// not among them. Up to page.MaxSize.
func (s *Service) Rows(ctx context.Context, actor org.Actor, ids []string) (rows []Row, err error) {
	if ids = ids[:min(len(ids), page.MaxSize)]; len(ids) == 0 {
		return []Row{}, nil
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		byID := map[string]*casework.Case{}
		for _, stake := range Flow.Stake.Columns {
			found, err := s.kernel.List(tx, casework.Query{Flow: FlowName, Stake: stake, Scope: actor.Scope(org.ApplicationView), IDs: ids}, page.Request{Size: page.MaxSize})
			if err != nil {
				return err
			}
			for _, c := range found.Items {
				byID[c.ID] = c
			}
		}
		var cases []*casework.Case
		for _, id := range ids {
			if c := byID[id]; c != nil {
				cases = append(cases, c)
			}
		}
		rows, err = s.rows(tx, dir, cases)
		return err
	})
	return rows, err
}

func (s *Service) row(tx *storage.Tx, dir *org.Directory, c *casework.Case, l *line, glances map[string]casework.Glance) (Row, error) {
	r := Row{ID: c.ID, Application: applicationOf(c), Number: c.Number, Version: c.Version, Item: l.item, ItemName: l.name, Class: l.class, State: c.State,
		StateLabel: flowOf(c).State(c.State).Label, Step: l.step, Channel: label(Channels, l.channel), Region: regionName(dir, c.Region), Dept: deptName(dir, c.Dept),
		Implements: deptName(dir, l.dept), Opened: c.Opened, Changed: c.Changed, Closed: c.Closed, Green: l.green, Overdue: l.overdue, Candidate: l.candidate, Untold: l.untold, Outcome: label(Outcomes, l.outcome)}
	if l.step != "" {
		record, err := s.items.RecordOf(tx, l.item, l.version)
		if err != nil {
			return r, err
		}
		step, _ := stepOf(record.Plan, l.step)
		r.StepName = step.Name
	}
	g, counts := glances[c.ID]
	if !counts {
		return r, nil
	}
	r.Meter, r.Due = g.Name, g.Due
	var err error
	r.Standing, err = s.kernel.Standing(tx, g, tx.Now)
	return r, err
}

func flowOf(c *casework.Case) *casework.Flow {
	return map[string]*casework.Flow{FlowName: Flow, OpinionFlowName: OpinionFlow, CheckFlowName: CheckFlow, BundleFlowName: BundleFlow, ProjectFlowName: ProjectFlow}[c.Flow]
}

// askGlances asks for the meter that a list should show of each case: the one that counts in its state.
func (s *Service) askGlances(tx *storage.Tx, cases []*casework.Case) map[string]casework.Glance {
	byMeter := map[string][]string{}
	for _, c := range cases {
		m := cmp.Or(flowOf(c).State(c.State).Meter, MeterHandling)
		byMeter[m] = append(byMeter[m], c.ID)
	}
	out := map[string]casework.Glance{}
	for m, ids := range byMeter {
		s.kernel.AskGlances(tx, m, ids, out)
	}
	return out
}
