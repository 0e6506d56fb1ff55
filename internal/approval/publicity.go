package approval

import (
	"context"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// Publication is a decision that grants a licence, as everybody may read it (licensing law, article 40). A person's name is
// masked, a firm's is not.
type Publication struct {
	Number   string        `json:"number"` // of the certificate
	Name     string        `json:"name"`
	ItemName string        `json:"itemName"`
	Holder   string        `json:"holder"`
	Issuer   string        `json:"issuer"`
	Issued   time.Time     `json:"issued"`
	Until    calendar.Date `json:"until,omitzero"`
	Standing string        `json:"standing"` // one of CertificateStandings
	Project  string        `json:"project,omitempty"`
}

// PublicityFilter selects published decisions. The zero value of a field does not narrow.
type PublicityFilter struct {
	Text     string // words of the matter, the office or a firm's name, or a certificate's number
	Dept     string // id of the office; it and what lies under it
	Projects bool   // permits of investment projects only (PRJ-02)
}

// publicationIndexKind is what published decisions are found under.
const publicationIndexKind = "approval.publication"

// publish opens a licence that was granted to everybody. What persons are called is nowhere to be found by.
func publish(a *casework.Act, o *Application, r catalog.Record, c Certificate, firm bool) error {
	if r.Type != catalog.Licence {
		return nil
	}
	project := ""
	if a.Case.Parent != "" {
		if _, err := a.Tx().One(`SELECT c.title FROM application_bundles b JOIN cases c ON c.id = b.id WHERE b.id = $1 AND b.kind = $2`, []any{a.Case.Parent, catalog.KindProject}, &project); err != nil {
			return err
		}
	}
	a.Tx().Queue(`INSERT INTO decision_publications (number, item_name, dept_path, project, issued_at) VALUES ($1, $2, $3, $4, $5)`, c.Number, o.ItemName, o.DeptPath, project, c.Issued)
	words := []string{c.Number, o.ItemName, c.Name, c.Issuer, project}
	if firm {
		words = append(words, c.Holder)
	}
	textindex.Put(a.Tx(), publicationIndexKind, c.Number, strings.Join(words, "。"))
	return nil
}

type publicationKey struct {
	At     int64  `json:"at"`
	Number string `json:"number"`
	N      int64  `json:"n,omitempty"` // of a search
}

// Publications reads one page of the published decisions, the latest first.
func (s *Service) Publications(ctx context.Context, f PublicityFilter, req page.Request) (out page.Page[Publication], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	key := publicationKey{At: 1 << 62}
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		r := register{tx: tx}
		if f.Projects {
			r.where(`p.project <> ''`)
		}
		if f.Dept != "" {
			d, ok := dir.Department(f.Dept)
			if !ok {
				return fault.New(fault.Invalid, "approval.department", "没有这个部门。")
			}
			r.conds = append(r.conds, org.Under(tx.Engine, "p.dept_path", d.Path, &r.args))
		}
		if strings.TrimSpace(f.Text) == "" {
			r.where(`(p.issued_at, p.number) < (?, ?)`, key.At, key.Number)
			rows, err := s.publications(tx, r.page(req, "p.issued_at", "p.number"), r.args...)
			out = page.Of(rows, req.Limit(), func(p Publication) publicationKey {
				return publicationKey{At: storage.Millis(p.Issued), Number: p.Number}
			})
			return err
		}
		out, err = s.findPublications(tx, r, f.Text, key.N, req)
		return err
	})
	return out, err
}

func (s *Service) findPublications(tx *storage.Tx, r register, text string, after int64, req page.Request) (out page.Page[Publication], err error) {
	hits, err := textindex.Find(tx, textindex.Search{Kind: publicationIndexKind, Text: text, From: "decision_publications p", ID: "p.number", Where: r.conds, Args: r.args, After: after, Limit: req.Limit() + 1})
	out.Items = []Publication{}
	if err != nil || len(hits) == 0 {
		return out, err
	}
	found := page.Of(hits, req.Limit(), func(h textindex.Hit) publicationKey { return publicationKey{N: h.N} })
	numbers := make([]any, len(found.Items))
	for i, h := range found.Items {
		numbers[i] = h.ID
	}
	rows, err := s.publications(tx, `WHERE p.number IN (`+storage.Placeholders(1, len(numbers))+`)`, numbers...)
	if err != nil {
		return out, err
	}
	byNumber := map[string]Publication{}
	for _, p := range rows {
		byNumber[p.Number] = p
	}
	out.Next = found.Next
	for _, h := range found.Items {
		out.Items = append(out.Items, byNumber[h.ID])
	}
	return out, nil
}

func (s *Service) publications(tx *storage.Tx, where string, args ...any) ([]Publication, error) {
	out := []Publication{}
	err := tx.All(`SELECT p.number, d.name, p.item_name, d.holder, d.firm, d.issuer, p.issued_at, d.until_day, d.revoked_at, p.project
		FROM decision_publications p JOIN certificates d ON d.number = p.number `+where, args, func(scan func(...any) error) error {
		var p Publication
		var c Certificate
		var until string
		err := scan(&p.Number, &p.Name, &p.ItemName, &c.Holder, &c.firm, &p.Issuer, &p.Issued, &until, &c.RevokedAt, &p.Project)
		if err != nil {
			return err
		}
		if until != "" {
			if c.Until, err = calendar.ParseDate(until); err != nil {
				return err
			}
		}
		if c.Holder, err = s.vault.Open(c.Holder, p.Number); err != nil {
			return err
		}
		p.Holder, p.Until, p.Standing = c.open().Holder, c.Until, c.standing(tx.Now)
		out = append(out, p)
		return nil
	})
	return out, err
}
