package approval

import (
	"context"
	"strconv"
	"strings"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// RegisterFilter selects entries of a register. The zero value of a field does not narrow.
type RegisterFilter struct {
	From, To calendar.Date // days of the entry, both included
	Dept     string        // id of the implementing department; it and what lies under it
	Number   string        // of the application, the slip or the certificate, whole
	Standing string        // of a certificate: one of CertificateStandings
	State    string        // of a payment: one of FeeStates
}

// register gathers the conditions of a page of a register.
type register struct {
	tx    *storage.Tx
	conds []string
	args  []any
}

// where adds a condition; each ? stands for the next argument.
func (r *register) where(cond string, args ...any) {
	for _, a := range args {
		r.args = append(r.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(r.args)), 1)
	}
	r.conds = append(r.conds, cond)
}

// narrow adds what every register narrows by: the days of a column of instants, the department of a column of paths, and who
// may see it: those with a permission over the department that implements the item, or over the windows that took the
// application o.
func (r *register) narrow(dir *org.Directory, f RegisterFilter, scope org.Scope, at, dept, region string) error {
	if scope.Empty() {
		return org.Forbidden()
	}
	if f.From != 0 {
		r.where(at+` >= ?`, f.From.Start())
	}
	if f.To != 0 {
		r.where(at+` < ?`, f.To.End())
	}
	if f.Dept != "" {
		d, ok := dir.Department(f.Dept)
		if !ok {
			return fault.New(fault.Invalid, "approval.department", "没有这个部门。")
		}
		r.conds = append(r.conds, org.Under(r.tx.Engine, dept, d.Path, &r.args))
	}
	r.conds = append(r.conds, "("+scope.SQL(r.tx.Engine, dept, region, &r.args)+" OR "+scope.SQL(r.tx.Engine, "o.window_path", region, &r.args)+")")
	return nil
}

// page gives the statement's end: the conditions, the latest first by these columns, one row more than the page holds.
func (r *register) page(req page.Request, columns ...string) string {
	return `WHERE ` + strings.Join(r.conds, " AND ") + ` ORDER BY ` + strings.Join(columns, " DESC, ") + ` DESC LIMIT ` + strconv.Itoa(req.Limit()+1)
}

type feeKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// Fees reads the register of what was paid in, the latest first: for those who declare payments, confirm and supervise them.
func (s *Service) Fees(ctx context.Context, actor org.Actor, f RegisterFilter, req page.Request) (out page.Page[Fee], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	key := feeKey{At: 1 << 62}
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		r := register{tx: tx}
		r.where(`(f.at, f.id) < (?, ?)`, key.At, key.ID)
		if err := r.narrow(dir, f, actor.Scope(org.ApplicationSupervise).Or(actor.Scope(org.ApplicationFee)).Or(actor.Scope(org.ApplicationFeeConfirm)), "f.at", "f.dept", "c.region"); err != nil {
			return err
		}
		if number := strings.TrimSpace(f.Number); number != "" {
			r.where(`(c.number = ? OR f.slip = ?)`, number, number)
		}
		if f.State != "" {
			if err := oneOf(FeeStates, f.State, "state", "请选择缴款的状态。"); err != nil {
				return err
			}
			r.where(`f.state = ?`, f.State)
		}
		rows, err := fees(tx, `JOIN applications o ON o.id = f.application_id `+r.page(req, "f.at", "f.id"), r.args...)
		out = page.Of(rows, req.Limit(), func(f Fee) feeKey { return feeKey{storage.Millis(f.At), f.ID} })
		return err
	})
	return out, err
}

// CertificateRow is a certificate in the register, with the number of the application that it came from. Its code and text are
// left out, and a person's name is masked.
type CertificateRow struct {
	Certificate
	ApplicationNumber string `json:"applicationNumber"`
	StandingLabel     string `json:"standingLabel"`
	MayPrint          bool   `json:"mayPrint,omitempty"` // the reader may print it
}

type certificateKey struct {
	At     int64  `json:"at"`
	Number string `json:"number"`
}

// Certificates reads the register of certificates, the latest first: for those who decide, hand out and supervise.
func (s *Service) Certificates(ctx context.Context, actor org.Actor, f RegisterFilter, req page.Request) (out page.Page[CertificateRow], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	key := certificateKey{At: 1 << 62}
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		r := register{tx: tx}
		r.where(`(k.issued_at, k.number) < (?, ?)`, key.At, key.Number)
		scope := actor.Scope(org.ApplicationDeliver).Or(actor.Scope(org.ApplicationDecide)).Or(actor.Scope(org.ApplicationSupervise))
		if err := r.narrow(dir, f, scope, "k.issued_at", "k.dept_path", "k.region_path"); err != nil {
			return err
		}
		if number := strings.TrimSpace(f.Number); number != "" {
			r.where(`(k.number = ? OR c.number = ?)`, number, number)
		}
		if err := r.standing(f.Standing, s.renewBy(tx)); err != nil {
			return err
		}
		var keys []certificateKey
		rows := map[string]*CertificateRow{}
		err := tx.All(`SELECT k.number, k.issued_at, c.number, c.dept, c.region FROM certificates k JOIN cases c ON c.id = k.application_id JOIN applications o ON o.id = c.id `+
			r.page(req, "k.issued_at", "k.number"), r.args, func(scan func(...any) error) error {
			var k certificateKey
			var row CertificateRow
			var dept, region string
			err := scan(&k.Number, &k.At, &row.ApplicationNumber, &dept, &region)
			row.MayPrint = actor.May(org.ApplicationDeliver, dept, region) || actor.May(org.ApplicationDecide, dept, region)
			keys, rows[k.Number] = append(keys, k), &row
			return err
		})
		if err != nil {
			return err
		}
		p := page.Of(keys, req.Limit(), func(k certificateKey) certificateKey { return k })
		out.Next, out.Items = p.Next, make([]CertificateRow, len(p.Items))
		if len(p.Items) == 0 {
			return nil
		}
		numbers := make([]any, len(p.Items))
		for i, k := range p.Items {
			numbers[i] = k.Number
		}
		found, err := s.certificates(tx, `WHERE number IN (`+storage.Placeholders(1, len(numbers))+`)`, numbers...)
		for _, c := range found {
			row := rows[c.Number]
			row.Certificate, row.StandingLabel = c.open(), label(CertificateStandings, c.Standing)
		}
		for i, k := range p.Items {
			out.Items[i] = *rows[k.Number]
		}
		return err
	})
	return out, err
}

// standing narrows certificates to how they stand today.
func (r *register) standing(key string, renewBy calendar.Date) error {
	today := calendar.DateOf(r.tx.Now).String()
	switch key {
	case "":
	case "revoked":
		r.where(`k.revoked_at IS NOT NULL`)
	case "expired":
		r.where(`k.revoked_at IS NULL AND k.until_day <> '' AND k.until_day < ?`, today)
	case "ending":
		r.where(`k.revoked_at IS NULL AND k.until_day <> '' AND k.until_day >= ? AND k.until_day <= ?`, today, renewBy.String())
	case "valid":
		r.where(`k.revoked_at IS NULL AND (k.until_day = '' OR k.until_day >= ?)`, today)
	default:
		return fault.New(fault.Invalid, "approval.standing", "请选择证照的状态。")
	}
	return nil
}
