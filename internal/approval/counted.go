package approval

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/storage"
)

// Counted is what figures know of one application. The events of an application tell it, each what changed in it, so that
// figures follow the record and nothing else. Instants are milliseconds, 0 when there is none; Taken and Statutory are
// counted days: of what it took from completion to delivery, and of what the law allows.
type Counted struct {
	Item      string        `json:"item"`
	Dept      string        `json:"dept"`   // path of the implementing department
	Window    string        `json:"window"` // and of the office whose windows accept it
	Channel   string        `json:"channel"`
	Model     catalog.Model `json:"model"`
	Outcome   string        `json:"outcome"`
	Committed bool          `json:"committed"`
	Formal    bool          `json:"formal"`
	OnSpot    bool          `json:"onSpot"`
	Overdue   bool          `json:"overdue"`
	Candidate bool          `json:"candidate"` // past its limit, and nobody has ruled on it yet
	Untold    bool          `json:"untold"`    // past its limit, and the applicant was not told why
	Imported  bool          `json:"imported"`  // of its way an older system told nothing
	Visits    string        `json:"visits"`    // the days on which the applicant came to a window, one for each time
	Steps     int64         `json:"steps"`
	Taken     int64         `json:"taken"`
	Statutory int64         `json:"statutory"`
	Received  int64         `json:"received"`
	Accepted  int64         `json:"accepted"`
	Ended     int64         `json:"ended"`
}

// Online reports whether nobody came to a window to apply (APP-31).
func (c Counted) Online() bool { return slices.Contains(online, c.Channel) }

func (o *Application) counted() Counted {
	c := Counted{Item: o.Item, Dept: o.DeptPath, Window: o.WindowPath, Channel: o.Channel, Model: o.Model, Committed: o.Commitment != nil, Formal: o.Formal, Overdue: o.Overdue(), Candidate: o.candidate() != nil,
		Untold: o.unexplained(), Imported: o.Source != "", Steps: int64(len(o.Visits)), Taken: int64(o.Taken), Statutory: int64(o.Statutory),
		Received: storage.Millis(o.Received), Accepted: storage.Millis(o.Accepted), Ended: storage.Millis(o.Ended)}
	if o.Decision != nil {
		c.Outcome, c.OnSpot = o.Decision.Outcome, o.Decision.OnSpot
	}
	days := make([]string, len(o.Trips))
	for i, t := range o.Trips {
		days[i] = calendar.DateOf(t.At).String()
	}
	c.Visits = strings.Join(days, " ")
	return c
}

// changes gives what differs from before, by its name in the record.
func (c Counted) changes(before Counted) map[string]any {
	out := map[string]any{}
	is, was := reflect.ValueOf(c), reflect.ValueOf(before)
	for i := range is.NumField() {
		if v := is.Field(i).Interface(); v != was.Field(i).Interface() {
			out[is.Type().Field(i).Tag.Get("json")] = v
		}
	}
	return out
}

// with adds to the facts of an event what its verb changed beside: nothing where nothing changed.
func with(facts any, more map[string]any) (any, error) {
	if len(more) == 0 {
		return facts, nil
	}
	all := map[string]any{}
	if facts != nil {
		text, err := json.Marshal(facts)
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		if err != nil {
			return nil, err
		}
	}
	maps.Copy(all, more)
	return all, nil
}

// withCounted adds to the facts of an event what figures know since then.
func (o *Application) withCounted(facts any, before Counted) (any, error) {
	changed := o.counted().changes(before)
	if len(changed) == 0 {
		return facts, nil
	}
	return with(facts, map[string]any{"counted": changed})
}

// Told is what the events of an application say of it that figures count, with the path of its region.
type Told struct {
	Counted
	Region string
}

// CountedIn folds the events of an application, from the first one on. It is false for a case that is none. It is pure.
func CountedIn(events []audit.Event) (t Told, is bool, err error) {
	for i, e := range events {
		var b casework.Body
		if err := json.Unmarshal(e.Data, &b); err != nil {
			return t, false, fmt.Errorf("approval: event %d of %s: %w", e.Seq, e.Stream, err)
		}
		if i == 0 && b.Flow != FlowName {
			return t, false, nil
		}
		if b.Region != "" {
			t.Region = b.Region
		}
		var f struct {
			Counted json.RawMessage `json:"counted"`
		}
		if len(b.Facts) == 0 || json.Unmarshal(b.Facts, &f) != nil || len(f.Counted) == 0 {
			continue
		}
		if err := json.Unmarshal(f.Counted, &t.Counted); err != nil {
			return t, false, fmt.Errorf("approval: event %d of %s: %w", e.Seq, e.Stream, err)
		}
	}
	return t, len(events) > 0, nil
}
