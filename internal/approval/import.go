package approval

import (
	"context"
	"errors"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// ImportOptions say how a file of finished applications of an older system is read.
type ImportOptions struct {
	Mapping  map[string]string     // field to the name of its column, where the name is not a usual one
	Source   string                // the older system; with the row's number it makes an application unique. "" = "applications"
	Channel  string                // how they came where a row does not say; "" = "window"
	Progress func(done, total int) // called after each batch; may be nil
}

// importBatch is how many rows share one transaction.
const importBatch = 500

// Import takes finished applications over from an older system: their own times are kept, and the limits run between them by
// the calendar of their year. A row that was imported before is left as it is, so a file may be imported again; a row that
// is not sound is refused and counted, and holds up no other.
func (s *Service) Import(ctx context.Context, actor org.Actor, t sheet.Table, in ImportOptions) (*casework.History, error) {
	if _, err := org.Require(actor, org.ImportRun, "", ""); err != nil {
		return nil, err
	}
	if err := in.settle(); err != nil {
		return nil, err
	}
	at, err := t.Columns(Fields, in.Mapping)
	if err != nil {
		return nil, err
	}
	res := casework.NewHistory(t.Encoding)
	rows, err := s.sound(ctx, t, at, in, &res)
	if err != nil {
		return nil, err
	}
	for done := 0; done < len(rows); done += importBatch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		batch := rows[done:min(done+importBatch, len(rows))]
		if err := s.importBatch(ctx, actor, batch, in.Source, &res); err != nil {
			return nil, err
		}
		in.Progress(done+len(batch), len(rows))
	}
	res.Finish()
	return &res, s.recordImport(ctx, actor, in.Source, res)
}

func (in *ImportOptions) settle() error {
	if in.Source = strings.TrimSpace(in.Source); in.Source == "" {
		in.Source = "applications"
	}
	if in.Channel == "" {
		in.Channel = "window"
	}
	if in.Progress == nil {
		in.Progress = func(int, int) {}
	}
	return oneOf(Channels, in.Channel, "channel", "没有这种申请方式。")
}

// sound reads the rows and sets those aside that are not.
func (s *Service) sound(ctx context.Context, t sheet.Table, at map[string]int, in ImportOptions, res *casework.History) (rows []finished, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return rows, s.db.View(ctx, func(tx *storage.Tx) error {
		matters, err := s.matters(tx, dir)
		if err != nil {
			return err
		}
		rows = in.sound(t, at, matters, tx.Now, res)
		for _, f := range rows {
			if err := s.settle(tx, dir, f.matter); err != nil {
				return err
			}
		}
		return nil
	})
}

// importBatch takes some rows over in one transaction. What it counts is added only when that has committed.
func (s *Service) importBatch(ctx context.Context, actor org.Actor, batch []finished, source string, res *casework.History) error {
	var part casework.History
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		part = casework.History{}
		tx.Bulk()
		known, err := imported(tx, source, batch)
		if err != nil {
			return err
		}
		wanted := map[calendar.Date]int{}
		for _, f := range batch {
			if known[f.id] == "" {
				wanted[calendar.DateOf(f.received)]++
			}
		}
		numbers, err := casework.NumbersIn(tx, "application", wanted)
		if err != nil {
			return err
		}
		version, err := s.kernel.Calendars.Current(tx)
		if err != nil {
			return err
		}
		for _, f := range batch {
			mark := f.mark(s.vault)
			if was := known[f.id]; was != "" && was != mark {
				part.Refuse("changed", label(Reasons, "changed"), f.row)
				continue
			}
			cal, err := s.kernel.Calendars.At(tx, version, f.matter.region)
			if err != nil {
				return err
			}
			due := deadline.Due(deadline.Meter{Term: f.matter.promised, Start: f.complete, Stop: f.delivered}, cal)
			late := part.Judge(due, f.delivered)
			if known[f.id] != "" {
				part.Unchanged++
				continue
			}
			day := calendar.DateOf(f.received)
			o := f.application(source, mark, due.Taken(calendar.DateOf(f.delivered)), late)
			if err := s.importOne(tx, actor, f, o, numberMark+numbers[day][0]); err != nil {
				return err
			}
			numbers[day] = numbers[day][1:]
			part.Created++
		}
		return nil
	})
	if err == nil {
		res.Add(part)
	}
	return err
}

// imported gives the marks of those rows that are there already, by their numbers at the older system.
func imported(tx *storage.Tx, source string, batch []finished) (map[string]string, error) {
	args := []any{source}
	for _, f := range batch {
		args = append(args, f.id)
	}
	known := map[string]string{}
	err := tx.All(`SELECT source_id, source_mark FROM applications WHERE source = $1 AND source <> '' AND source_id IN (`+storage.Placeholders(2, len(batch))+`)`, args,
		func(scan func(...any) error) error {
			var id, mark string
			err := scan(&id, &mark)
			known[id] = mark
			return err
		})
	return known, err
}

// importFacts are what the event of an imported application says, beside what any opening says of its case.
type importFacts struct {
	Source    string `json:"source"`
	SourceID  string `json:"sourceId"`
	Item      string `json:"item"`
	Version   int64  `json:"version"`
	Channel   string `json:"channel"`
	Party     string `json:"party"`
	Holder    string `json:"holder,omitempty"` // keyed index of the applicant's number
	Received  int64  `json:"received"`
	Complete  int64  `json:"completed"`
	Accepted  int64  `json:"accepted"`
	Decided   int64  `json:"decided"`
	Delivered int64  `json:"delivered"`
	Outcome   string `json:"outcome"`
	Overdue   bool   `json:"overdue,omitempty"`
}

func (o *Application) importFacts(holder string) importFacts {
	f := importFacts{Source: o.Source, SourceID: o.SourceID, Item: o.Item, Version: o.ItemVersion, Channel: o.Channel, Party: o.Party, Holder: holder,
		Received: storage.Millis(o.Received), Complete: storage.Millis(o.Complete), Accepted: storage.Millis(o.Accepted), Overdue: o.Overdue()}
	if o.Decision != nil && o.Delivery != nil {
		f.Decided, f.Outcome, f.Delivered = storage.Millis(o.Decision.At), o.Decision.Outcome, storage.Millis(o.Delivery.At)
	}
	return f
}

func (s *Service) importOne(tx *storage.Tx, actor org.Actor, f finished, o *Application, number string) error {
	region := f.matter.region
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: "import", Number: number, Title: o.ItemName, Region: region, Dept: f.matter.window, Opened: f.received})
	if err != nil {
		return err
	}
	err = errors.Join(
		a.Start(MeterAccept, s.policy.Now().Term("approval.limit.accept", region), f.received), a.Stop(MeterAccept, f.accepted),
		a.Start(MeterHandling, f.matter.promised, f.complete), a.Stop(MeterHandling, f.delivered))
	if err != nil {
		return err
	}
	o.ID, a.Case.Closed = a.Case.ID, f.delivered // it was over when it was delivered, not when it was imported
	if err := s.seal(tx, o.ID, f.party, map[string]any{}); err != nil {
		return err
	}
	if err := insert(tx, o, region); err != nil {
		return err
	}
	casework.Index(tx, a.Case, o.SourceID)
	return a.Finish("", struct {
		importFacts
		Counted map[string]any `json:"counted"`
	}{o.importFacts(s.vault.Index(secret.Identity, f.party.IDNumber)), o.counted().changes(Counted{})})
}

// recordImport keeps what was imported by whom; a run that changed nothing leaves no record.
func (s *Service) recordImport(ctx context.Context, actor org.Actor, source string, res casework.History) error {
	if res.Created == 0 {
		return nil
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "import", audit.Entry{Action: "import.applications", Actor: actor.ID, Authority: "APP-42",
			Data: map[string]any{"source": source, "created": res.Created, "unchanged": res.Unchanged, "refused": res.RefusedRows}})
	})
}
