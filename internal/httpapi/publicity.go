package httpapi

import (
	"context"

	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

type publicityInput struct {
	Text     string `query:"q" maxLength:"100" doc:"事项、单位、企业名称或者证照编号"`
	Dept     string `query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Projects bool   `query:"projects" doc:"只看投资项目的审批"`
	Paging
}

type publicLettersInput struct {
	Item string `query:"item" maxLength:"64" pattern:"^[0-9A-Za-z_-]*$" doc:"事项编号"`
	Dept string `query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Paging
}

// PublicLetter is a letter of authorisation in force as everybody may read it: it hangs at the window.
type PublicLetter struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	Capacity   string        `json:"capacity" doc:"授权身份"`
	Person     string        `json:"person"`
	Department string        `json:"department"`
	Window     string        `json:"window,omitempty"`
	Powers     []string      `json:"powers" doc:"授予的权限"`
	Items      []string      `json:"items" doc:"授权事项的名称"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
}

// publicityRoutes are what the law wants everybody to be able to read: licences that were granted (licensing law, article 40)
// and who may sign for an office (ORG-06).
func (a *api) publicityRoutes() {
	public(a, operation{method: get, path: "/api/citizen/decisions", id: "listDecisions", summary: "准予行政许可决定公开", tag: citizenTag},
		func(ctx context.Context, in *publicityInput) (page.Page[approval.Publication], error) {
			return a.Approval.Publications(ctx, approval.PublicityFilter{Text: in.Text, Dept: in.Dept, Projects: in.Projects}, in.request())
		})
	public(a, operation{method: get, path: "/api/citizen/authorisations", id: "publicAuthorisations", summary: "有效的授权委托书", tag: citizenTag}, a.publicLetters)
	publicWhole(a, operation{method: get, path: "/api/citizen/authorisations/{id}/pdf", id: "printPublicAuthorisation", summary: "有效的授权委托书（PDF）", tag: citizenTag},
		func(ctx context.Context, in *openInput) (stream, error) {
			if err := a.printable(ctx); err != nil {
				return stream{}, err
			}
			l, err := view(ctx, a, func(tx *storage.Tx) (org.Authorisation, error) {
				l, err := org.AuthorisationByID(tx, in.ID)
				if err == nil && !l.InForce(tx.Now) {
					err = fault.New(fault.NotFound, "org.authorisation.ended", "这份授权委托书已不在有效期内。")
				}
				return l, err
			})
			if err != nil {
				return stream{}, err
			}
			return a.printLetter(ctx, org.Actor{}, &openInput{ByID: ByID{ID: l.ID}, Download: in.Download})
		})
}

func (a *api) publicLetters(ctx context.Context, in *publicLettersInput) (page.Page[PublicLetter], error) {
	dir, err := a.Org.Directory(ctx)
	if err != nil {
		return page.Page[PublicLetter]{}, err
	}
	dept, known := dir.Department(in.Dept)
	if in.Dept != "" && !known {
		return page.Page[PublicLetter]{Items: []PublicLetter{}}, nil
	}
	return view(ctx, a, func(tx *storage.Tx) (out page.Page[PublicLetter], err error) {
		found, err := org.LettersInForce(tx, in.Item, dept.Path, calendar.DateOf(tx.Now), in.request())
		if err != nil {
			return out, err
		}
		named, err := a.lettersOf(tx, found.Items)
		out.Next, out.Items = found.Next, make([]PublicLetter, len(named))
		for i, l := range named {
			p := PublicLetter{ID: l.ID, Number: l.Number, Capacity: l.Capacity.Chinese(), Person: l.PersonName, Department: l.DepartmentName, Window: l.Window, Items: l.ItemNames, From: l.From, To: l.To, Powers: []string{}}
			for _, power := range l.Powers {
				p.Powers = append(p.Powers, power.Chinese())
			}
			out.Items[i] = p
		}
		return out, err
	})
}
