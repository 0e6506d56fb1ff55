package hotline

import (
	"context"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// ImportOptions say how a file of older, answered matters is read and where they belong.
type ImportOptions struct {
	Mapping  map[string]string     // field to the name of its column, where the name is not a usual one
	Source   string                // where the file comes from; with the row's id it makes a matter unique. "" = "appeals"
	Kind     string                // the type of all of them; "" infers it from the words of each
	Channel  string                // how they came; "" = "web"
	Region   string                // division code; "" = the whole place
	Progress func(done, total int) // called after each batch; may be nil
}

func mayImport(actor org.Actor) error {
	if !actor.MayAnywhere(org.ImportRun) {
		return fault.New(fault.Forbidden, "hotline.import", "您没有导入数据的权限。")
	}
	return nil
}

// importBatch is how many rows share one transaction.
const importBatch = 200

// Import takes older matters over as history: their own times of submission and reply are kept, and the handling meter
// runs from the one to the other. A row that was imported before is left as it is, so a file may be imported again; a
// row that is not sound is refused and counted, and holds up no other.
func (s *Service) Import(ctx context.Context, actor org.Actor, t sheet.Table, in ImportOptions) (*ImportResult, error) {
	if err := mayImport(actor); err != nil {
		return nil, err
	}
	if err := in.settle(); err != nil {
		return nil, err
	}
	at, err := t.Columns(Fields, in.Mapping)
	if err != nil {
		return nil, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	home, err := in.home(dir)
	if err != nil {
		return nil, err
	}
	res := &ImportResult{History: casework.NewHistory(t.Encoding)}
	rows := res.sound(t, at, in, s)
	for done := 0; done < len(rows); done += importBatch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		batch := rows[done:min(done+importBatch, len(rows))]
		if err := s.importBatch(ctx, actor, home, batch, in, res); err != nil {
			return nil, err
		}
		in.Progress(done+len(batch), len(rows))
	}
	res.finish()
	return res, s.recordImport(ctx, actor, in, res)
}

func (in *ImportOptions) settle() error {
	if in.Source = strings.TrimSpace(in.Source); in.Source == "" {
		in.Source = "appeals"
	}
	if in.Channel == "" {
		in.Channel = "web"
	}
	if in.Progress == nil {
		in.Progress = func(int, int) {}
	}
	if err := oneOf(Channels, in.Channel, "channel", "没有这个来源渠道。"); err != nil {
		return err
	}
	if in.Kind == "" {
		return nil
	}
	return oneOf(Kinds, in.Kind, "kind", "没有这个诉求类型。")
}

// home is where older matters belong: the place that was named, else the only one that lies in no other; and the centre
// that serves it, if there is one yet.
type home struct{ region, dept string }

func (in ImportOptions) home(dir *org.Directory) (h home, err error) {
	if in.Region != "" {
		r, ok := dir.Region(in.Region)
		if !ok {
			return h, fault.New(fault.Invalid, "hotline.region", "没有这个区域。").On("region", "没有这个区域")
		}
		h.region = r.Path
	} else {
		h.region = whole(dir)
	}
	if centre, err := office(dir, org.Centre, h.region); err == nil {
		h.dept = centre.Path
	}
	return h, nil
}

// sound reads the rows and sets those aside that are not.
func (res *ImportResult) sound(t sheet.Table, at map[string]int, in ImportOptions, s *Service) []older {
	var rows []older
	seen := map[string]bool{}
	now := s.db.Now()
	for n, row := range t.Rows {
		if sheet.Blank(row) {
			continue
		}
		res.Read++
		o, reason := in.parse(at, n+2, row, now)
		if reason == "" && seen[o.id] {
			reason = "duplicate"
		}
		if reason != "" {
			res.refuse(reason, o.row)
			continue
		}
		seen[o.id] = true
		rows = append(rows, o)
	}
	return rows
}

// importBatch takes some rows over in one transaction. What it counts is added only when that has committed.
func (s *Service) importBatch(ctx context.Context, actor org.Actor, h home, batch []older, in ImportOptions, res *ImportResult) error {
	var part ImportResult
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		part = ImportResult{}
		tx.Bulk()
		known, err := imported(tx, in.Source, batch)
		if err != nil {
			return err
		}
		numbers, err := numbersFor(tx, batch, known)
		if err != nil {
			return err
		}
		for _, o := range batch {
			switch before, there := known[o.id]; {
			case there && before != o.same():
				part.refuse("changed", o.row)
				continue
			case there:
				part.Unchanged++
			default:
				day := calendar.DateOf(o.submitted)
				number := numbers[day][0]
				numbers[day] = numbers[day][1:]
				if err := s.importOne(tx, actor, h, o, number, in); err != nil {
					return err
				}
				part.Created++
			}
			if err := s.measure(tx, h, o, &part); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		res.add(part)
	}
	return err
}

// numbersFor takes the numbers of the rows that are new, each in the series of its day.
func numbersFor(tx *storage.Tx, batch []older, known map[string]sameness) (map[calendar.Date][]string, error) {
	wanted := map[calendar.Date]int{}
	for _, o := range batch {
		if _, there := known[o.id]; !there {
			wanted[calendar.DateOf(o.submitted)]++
		}
	}
	return casework.NumbersIn(tx, "order", wanted)
}

// sameness is what tells two imports of a matter apart. The inferred type is not in it: the rule may become better.
type sameness struct {
	title, body, reply string
	submitted, replied int64
}

func (o older) same() sameness {
	return sameness{o.title, o.body, o.reply, storage.Millis(o.submitted), storage.Millis(o.replied)}
}

// imported reads what is there already of these rows.
func imported(tx *storage.Tx, source string, batch []older) (map[string]sameness, error) {
	args := []any{source}
	for _, o := range batch {
		args = append(args, o.id)
	}
	known := map[string]sameness{}
	err := tx.All(`SELECT o.source_id, c.title, o.body, r.text, c.opened_at, o.replied_at FROM orders o JOIN cases c ON c.id = o.id JOIN order_replies r ON r.order_id = o.id
		WHERE o.source = $1 AND o.source <> '' AND o.source_id IN (`+storage.Placeholders(2, len(batch))+`)`, args, func(scan func(...any) error) error {
		var id string
		var was sameness
		err := scan(&id, &was.title, &was.body, &was.reply, &was.submitted, &was.replied)
		known[id] = was
		return err
	})
	return known, err
}

type importFacts struct {
	Source   string `json:"source"`
	SourceID string `json:"sourceId"`
	User     string `json:"user,omitempty"` // keyed digest of the citizen's code, so that one citizen's matters can be told
	Channel  string `json:"channel"`
	Category string `json:"category,omitempty"`
	Place    string `json:"place"`
	Received int64  `json:"received"`
	Kind     string `json:"kind"`
	KindRule string `json:"kindRule"`
	Body     string `json:"body"`
	Reply    string `json:"reply"`
}

func (s *Service) importOne(tx *storage.Tx, actor org.Actor, h home, o older, number string, in ImportOptions) error {
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: "import", Number: number, Title: o.title, Region: h.region, Dept: h.dept, Opened: o.submitted})
	if err != nil {
		return err
	}
	if err := a.Start(MeterHandling, s.limit(o.kind, h.region), o.submitted); err != nil {
		return err
	}
	if err := a.Stop(MeterHandling, o.replied); err != nil {
		return err
	}
	a.Case.Closed = o.replied // it was over when it was answered, not when it was imported
	insert(tx, &Order{ID: a.Case.ID, Kind: o.kind, Channel: in.Channel, Body: o.body, Place: o.place, Category: o.category, Disposition: "order",
		Replied: o.replied, Registrar: actor.ID, Source: in.Source, SourceID: o.id})
	tx.Queue(`INSERT INTO order_replies (id, order_id, round, dept, text, result, by_person, at) VALUES ($1, $2, 1, '', $3, '', '', $4)`,
		tx.NewID(), a.Case.ID, o.reply, storage.Millis(o.replied))
	casework.Index(tx, a.Case, o.place+" "+o.body)
	facts := importFacts{Source: in.Source, SourceID: o.id, Channel: in.Channel, Category: o.category, Place: digest(o.place), Received: millis(o.submitted), Kind: o.kind, KindRule: o.rule, Body: digest(o.body), Reply: digest(o.reply)}
	if o.user != "" {
		facts.User = s.vault.Index("import-user", o.user)
	}
	return a.Finish("", facts)
}

func (s *Service) limit(kind, region string) deadline.Term {
	return s.policy.Now().Term("hotline.limit."+kind, region)
}

// recordImport keeps what was imported by whom; a run that changed nothing leaves no record.
func (s *Service) recordImport(ctx context.Context, actor org.Actor, in ImportOptions, res *ImportResult) error {
	if res.Created == 0 {
		return nil
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "import", audit.Entry{Action: "import.appeals", Actor: actor.ID, Authority: "HOT-37",
			Data: map[string]any{"source": in.Source, "created": res.Created, "unchanged": res.Unchanged, "refused": res.RefusedRows, "kind": in.Kind}})
	})
}
