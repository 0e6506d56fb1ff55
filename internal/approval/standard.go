package approval

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/gbt39046"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// StandardForm says which applications leave as GB/T 39046 has them: those received in a period, of the items of a
// department and what lies under it ("" is every one that the person may see). Purpose is what personal data is wanted for;
// without one it is masked.
type StandardForm struct {
	Span
	Dept    string `json:"dept,omitempty"`
	Purpose string `json:"purpose,omitempty"`
}

// StandardResult is what has left. Problems are what the standard's validator finds; they do not keep a row from being
// written, whoever receives it must know them. It keeps no more than the first of them.
type StandardResult struct {
	Applications int               `json:"applications"`
	Rows         int               `json:"rows"`
	Problems     []StandardProblem `json:"problems"`
}

// StandardProblem is one thing in which an application does not hold to the standard.
type StandardProblem struct {
	Number  string `json:"number"` // of the application
	Set     int    `json:"set"`
	Element string `json:"element"`
	Message string `json:"message"`
}

const (
	standardPage     = 200 // applications of one document
	standardProblems = 500 // problems that are told
)

// Standard writes applications, what was done on them and how they ended as the data sets of GB/T 39046 (tables 5 to 8; of
// table 9 an empty one, for nothing is rated here) to a stream: a JSON array of documents, each of one set and one page of
// applications, so that nothing grows with the period. Who applied is masked unless a purpose is given and the person may
// see the applicants of the department that implements the item; the export is on record before anything of it is given
// (AUD-07). progress may be nil.
func (s *Service) Standard(ctx context.Context, actor org.Actor, in StandardForm, to io.Writer, progress func(done, total int)) (out StandardResult, err error) {
	if !actor.MayAnywhere(org.ApplicationView) {
		return out, org.Forbidden()
	}
	if err := s.spanned(ctx, in.Span, in.Dept); err != nil {
		return out, err
	}
	in.Purpose = strings.TrimSpace(in.Purpose)
	x := &standardWriter{Service: s, actor: actor, in: in, to: to, out: StandardResult{Problems: []StandardProblem{}}, records: map[string]catalog.Record{}, bodies: map[string]catalog.Body{}, parents: map[string]string{}}
	if x.dir, err = s.org.Directory(ctx); err != nil {
		return out, err
	}
	total, err := x.begin(ctx)
	if err != nil {
		return out, err
	}
	for after, more := "", true; more; more = after != "" {
		if after, err = x.page(ctx, after); err != nil {
			return x.out, err
		}
		if progress != nil {
			progress(x.out.Applications, total)
		}
	}
	if err := x.write(gbt39046.New(9, []gbt39046.Row{})); err != nil {
		return x.out, err
	}
	_, err = io.WriteString(to, "]\n")
	return x.out, err
}

// standardWriter writes one export and remembers what its pages have in common.
type standardWriter struct {
	*Service
	actor   org.Actor
	in      StandardForm
	to      io.Writer
	dir     *org.Directory
	out     StandardResult
	wrote   bool
	records map[string]catalog.Record // by item and version
	bodies  map[string]catalog.Body   // by the path of a department
	parents map[string]string         // number of a project by its id, "" of what is none
}

// begin counts what will leave and puts it on record.
func (x *standardWriter) begin(ctx context.Context) (total int, err error) {
	err = x.db.Update(ctx, func(tx *storage.Tx) error {
		q, err := x.query(tx)
		if err != nil {
			return err
		}
		if total, err = x.kernel.Count(tx, q, 1<<31-1); err != nil {
			return err
		}
		return audit.Record(tx, "export", audit.Entry{Action: "export", Actor: x.actor.ID, Authority: "AUD-07",
			Data: map[string]any{"what": "applications as GB/T 39046", "from": x.in.From, "to": x.in.To, "dept": x.in.Dept, "purpose": x.in.Purpose, "rows": total}})
	})
	return total, err
}

func (x *standardWriter) query(tx *storage.Tx) (casework.Query, error) {
	return x.Service.query(tx, x.dir, x.actor, Filter{Of: "items", Dept: x.in.Dept, From: x.in.From, To: x.in.To, Sort: casework.ByOpened})
}

// page writes one page of applications and tells where the next begins, "" when there is none.
func (x *standardWriter) page(ctx context.Context, after string) (next string, err error) {
	var documents []*gbt39046.Document
	err = x.db.View(ctx, func(tx *storage.Tx) error {
		q, err := x.query(tx)
		if err != nil {
			return err
		}
		cases, err := x.kernel.List(tx, q, page.Request{After: after, Size: standardPage})
		if err != nil || len(cases.Items) == 0 {
			return err
		}
		next = cases.Next
		all, err := x.read(tx, cases.Items)
		if err != nil {
			return err
		}
		sets := map[int][]gbt39046.Row{}
		for _, a := range all {
			sets[5] = append(sets[5], a.applied())
			sets[6] = append(sets[6], a.taken()...)
			sets[7] = append(sets[7], a.handled()...)
			sets[8] = append(sets[8], a.ended()...)
		}
		for _, set := range []int{5, 6, 7, 8} {
			if len(sets[set]) > 0 {
				documents = append(documents, gbt39046.New(set, sets[set]))
			}
		}
		x.out.Applications += len(all)
		return nil
	})
	for _, d := range documents {
		if err == nil {
			err = x.write(d)
		}
	}
	return next, err
}

// write writes one document and holds it to the standard.
func (x *standardWriter) write(d *gbt39046.Document) error {
	for _, p := range d.Validate(catalog.Lengths(x.policy.Now(), "")) {
		if len(x.out.Problems) < standardProblems {
			x.out.Problems = append(x.out.Problems, StandardProblem{d.Rows[p.Row-1].Text(gbt39046.CaseCode), d.Set, p.Element, p.Message})
		}
	}
	x.out.Rows += len(d.Rows)
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	before := ",\n"
	if !x.wrote {
		before, x.wrote = "[", true
	}
	_, err = x.to.Write(append([]byte(before), text...))
	return err
}
