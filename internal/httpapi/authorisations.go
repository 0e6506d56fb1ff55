package httpapi

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

const authorisationTag = "授权委托"

// Letter is a letter of authorisation with the names of who and what stands in it. Standing is coming, in force, ended or
// revoked.
type Letter struct {
	org.Authorisation
	PersonName     string   `json:"personName"`
	DeputyName     string   `json:"deputyName,omitempty"`
	SignatoryName  string   `json:"signatoryName"`
	DepartmentName string   `json:"departmentName"`
	ItemNames      []string `json:"itemNames" doc:"与items一一对应"`
	Standing       string   `json:"standing" enum:"coming,force,ended,revoked"`
}

// AuthorisationWords are what a letter may give, and in what capacity.
type AuthorisationWords struct {
	Capacities []AuthorisationWord `json:"capacities"`
	Powers     []AuthorisationWord `json:"powers"`
}

// AuthorisationWord is a power or a capacity by its name.
type AuthorisationWord struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// ItemCoverage says of one item whether somebody is authorised to sign it (ORG-10).
type ItemCoverage struct {
	org.Coverage
	Name string `json:"name"`
	Dept string `json:"dept"`
}

type lettersInput struct {
	Dept string `query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Paging
}

type letterInput struct {
	Keyed
	Body struct {
		Capacity org.Capacity  `json:"capacity"`
		Person   string        `json:"person"`
		Deputy   string        `json:"deputy,omitempty"`
		Window   string        `json:"window,omitempty" maxLength:"50"`
		Items    []string      `json:"items" maxItems:"500"`
		Powers   []org.Power   `json:"powers" maxItems:"4"`
		From     calendar.Date `json:"from"`
		To       calendar.Date `json:"to"`
		Seal     string        `json:"seal" maxLength:"100"`
	}
}

type coverageInput struct {
	Dept string `query:"dept" required:"true" maxLength:"64" doc:"部门编号，含下级"`
}

func (a *api) authorisationRoutes() {
	views := []org.Permission{org.AuthorisationView}
	signs := []org.Permission{org.AuthorisationSign}
	handle(a, operation{method: get, path: "/api/authorisations/words", id: "authorisationWords", summary: "授权委托用词", tag: authorisationTag},
		func(context.Context, org.Actor, *struct{}) (AuthorisationWords, error) {
			return authorisationWords(), nil
		})
	handle(a, operation{method: get, path: "/api/authorisations", id: "listAuthorisations", summary: "授权委托书", tag: authorisationTag, needs: views}, a.letters)
	handle(a, operation{method: post, path: "/api/authorisations", id: "signAuthorisation", summary: "签发授权委托书", tag: authorisationTag, status: 201, needs: signs},
		func(ctx context.Context, who org.Actor, in *letterInput) (org.Authorisation, error) {
			b := in.Body
			return once(ctx, a, who, in.Key, b, func(tx *storage.Tx) (org.Authorisation, error) {
				return a.Org.Authorise(tx, who, org.Authorisation{Capacity: b.Capacity, Person: b.Person, Deputy: b.Deputy, Window: b.Window, Items: b.Items, Powers: b.Powers,
					From: b.From, To: b.To, Seal: b.Seal})
			})
		})
	handleNone(a, operation{method: post, path: "/api/authorisations/{id}/revoke", id: "revokeAuthorisation", summary: "收回授权委托书", tag: authorisationTag, needs: signs},
		func(ctx context.Context, who org.Actor, in *reasonInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.RevokeAuthorisation(tx, who, in.ID, in.Body.Reason) })
		})
	handleWhole(a, operation{method: get, path: "/api/authorisations/{id}/pdf", id: "printAuthorisation", summary: "授权委托书（PDF）", tag: authorisationTag}, a.printLetter)
	handle(a, operation{method: get, path: "/api/authorisations/coverage", id: "authorisationCoverage", summary: "事项的授权覆盖情况", tag: authorisationTag, needs: views}, a.coverage)
}

func authorisationWords() AuthorisationWords {
	var w AuthorisationWords
	for _, c := range org.Capacities {
		w.Capacities = append(w.Capacities, AuthorisationWord{string(c), c.Chinese()})
	}
	for _, p := range org.Powers {
		w.Powers = append(w.Powers, AuthorisationWord{string(p), p.Chinese()})
	}
	return w
}

func (a *api) letters(ctx context.Context, who org.Actor, in *lettersInput) (page.Page[Letter], error) {
	dir, err := a.Org.Directory(ctx)
	if err != nil {
		return page.Page[Letter]{}, err
	}
	dept, _ := dir.Department(in.Dept)
	return view(ctx, a, func(tx *storage.Tx) (out page.Page[Letter], err error) {
		found, err := a.Org.Authorisations(tx, who, dept.Path, in.request())
		if err != nil {
			return out, err
		}
		out.Next = found.Next
		out.Items, err = a.lettersOf(tx, found.Items)
		return out, err
	})
}

// lettersOf names who and what stands in letters.
func (a *api) lettersOf(tx *storage.Tx, found []org.Authorisation) ([]Letter, error) {
	var people, items []string
	for _, l := range found {
		people, items = append(people, l.Person, l.Deputy, l.Signatory), append(items, l.Items...)
	}
	names, err := org.NamesOf(tx, people)
	if err != nil {
		return nil, err
	}
	called, err := catalog.NamesOf(tx, items)
	if err != nil {
		return nil, err
	}
	dir, err := a.Org.Directory(tx.Context())
	if err != nil {
		return nil, err
	}
	out := make([]Letter, len(found))
	for i, l := range found {
		dept, _ := dir.Department(l.Department)
		out[i] = Letter{Authorisation: l, PersonName: names[l.Person], DeputyName: names[l.Deputy], SignatoryName: names[l.Signatory], DepartmentName: dept.Name,
			ItemNames: make([]string, len(l.Items)), Standing: standing(l, calendar.DateOf(tx.Now))}
		for n, item := range l.Items {
			out[i].ItemNames[n] = called[item]
		}
	}
	return out, nil
}

func standing(l org.Authorisation, today calendar.Date) string {
	switch {
	case !l.RevokedAt.IsZero():
		return "revoked"
	case today < l.From:
		return "coming"
	case today > l.To:
		return "ended"
	}
	return "force"
}

// printLetter prints a letter for everybody who is signed in: it hangs at the window (ORG-06).
func (a *api) printLetter(ctx context.Context, _ org.Actor, in *openInput) (stream, error) {
	n, err := view(ctx, a, func(tx *storage.Tx) (n document.Notice, err error) {
		l, err := org.AuthorisationByID(tx, in.ID)
		if err != nil {
			return n, err
		}
		items, err := catalog.NamesOf(tx, l.Items)
		if err != nil {
			return n, err
		}
		return a.Org.AuthorisationPaper(tx, in.ID, items)
	})
	return a.print(n, err, in.Download)
}

// coverage reports for each item of a department that is in use who may sign it (ORG-09, ORG-10).
func (a *api) coverage(ctx context.Context, who org.Actor, in *coverageInput) ([]ItemCoverage, error) {
	dir, err := a.Org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	dept, _ := dir.Department(in.Dept)
	if !who.May(org.AuthorisationView, dept.Path, dept.RegionPath) {
		return nil, org.Forbidden()
	}
	var rows []catalog.ItemRow
	for after := (page.Request{Size: page.MaxSize}); ; {
		found, err := a.Catalog.Search(ctx, catalog.Find{Dept: in.Dept, Each: true}, after)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found.Items...)
		if after.After = found.Next; after.After == "" {
			break
		}
	}
	return view(ctx, a, func(tx *storage.Tx) ([]ItemCoverage, error) {
		asked := make([]org.ItemClass, len(rows))
		for i, r := range rows {
			asked[i] = org.ItemClass{Item: r.ID, Class: string(r.Class)}
		}
		found, err := org.CoverageOf(tx, asked, tx.Now)
		out := make([]ItemCoverage, len(found))
		for i, c := range found {
			out[i] = ItemCoverage{Coverage: c, Name: rows[i].Name, Dept: rows[i].DeptName}
		}
		return out, err
	})
}
