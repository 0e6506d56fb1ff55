package approval

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Certificate is what a granted application gives: numbered, with a code by which anybody can tell it from a forged one.
// Holder is masked where the reader may see no more.
type Certificate struct {
	Number      string        `json:"number"`
	Code        string        `json:"code,omitempty"` // verification code; not shown to who verifies
	Application string        `json:"application,omitempty"`
	Name        string        `json:"name"` // 食品经营许可证
	Holder      string        `json:"holder"`
	Text        string        `json:"text"`
	Issuer      string        `json:"issuer"` // name of the department
	Issued      time.Time     `json:"issued"`
	Until       calendar.Date `json:"until,omitzero"` // last day of validity; 0 without end
	Handed      time.Time     `json:"handed,omitzero"`
	Standing    string        `json:"standing"` // valid, expired, revoked
	RevokedAt   time.Time     `json:"revokedAt,omitzero"`
	RevokedWhy  string        `json:"revokedWhy,omitempty"`
	EndsSoon    bool          `json:"endsSoon,omitempty"` // within the days of policy: time to ask for its renewal
	firm        bool
	dept        string
	region      string
}

// CertificateStandings are how a certificate may stand; one that ends soon is a valid one.
var CertificateStandings = []Word{{"valid", "有效", ""}, {"ending", "即将到期", "APP-07"}, {"expired", "已过有效期", ""}, {"revoked", "已撤销", "APP-14"}}

// verificationLength is how many hex characters a verification code has: 48 bits, which nobody guesses through a throttled
// page.
const verificationLength = 12

// verification is the code printed on a certificate. It is keyed by the installation over everything that the certificate
// says, so that it can neither be made up nor moved to another text.
func (s *Service) verification(c Certificate) string {
	text := strings.Join([]string{c.Number, c.Name, c.Holder, c.Text, c.Issuer, fmt.Sprint(storage.Millis(c.Issued)), c.Until.String()}, "\x00")
	return strings.ToUpper(s.vault.Index("certificate", digest(text))[:verificationLength])
}

// certify makes the certificate of a granted application from the item's template.
func (s *Service) certify(a *casework.Act, o *Application, r catalog.Record) (string, error) {
	tx, day := a.Tx(), calendar.DateOf(now(a))
	party, form, err := s.party(tx, o.ID)
	if err != nil {
		return "", err
	}
	dir, err := s.org.Directory(tx.Context())
	if err != nil {
		return "", err
	}
	n, err := casework.NextSerial(tx, fmt.Sprintf("certificate:%s:%d", certificateMark(r), day.Year()))
	if err != nil {
		return "", err
	}
	c := Certificate{Number: fmt.Sprintf("%s-%d-%06d", certificateMark(r), day.Year(), n), Name: r.Result.Name, Holder: party.Name, Issuer: deptName(dir, o.DeptPath), Issued: now(a)}
	c.Text = fill(r.Result.Text, party, r.Form, form)
	if r.Result.Months > 0 {
		c.Until = calendar.Of(day.Year(), day.Month()+time.Month(r.Result.Months), day.Day()) - 1
	}
	holder, err := s.vault.Seal(c.Holder, c.Number)
	if err != nil {
		return "", err
	}
	sealed, err := s.vault.Seal(c.Text, c.Number)
	if err != nil {
		return "", err
	}
	until := ""
	if c.Until != 0 {
		until = c.Until.String()
	}
	tx.Queue(`INSERT INTO certificates (number, application_id, item, name, holder, firm, text, issuer, dept_path, region_path, issued_at, until_day)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.Number, o.ID, o.Item, c.Name, holder, party.Kind == "firm", sealed, c.Issuer, o.DeptPath, a.Case.Region, c.Issued, until)
	return c.Number, publish(a, o, r, c, party.Kind == "firm")
}

// certificateMark is what the numbers of an item's certificates begin with: the end of its basic code. Offices that offer the
// same matter share it, and count on together.
func certificateMark(r catalog.Record) string {
	code := r.BasicCode
	return code[max(0, len(code)-8):]
}

// fill puts what is known into a template: {name}, {subject} and the fields of the form by their codes, as a person reads
// them.
func fill(template string, p Party, form catalog.Form, answers map[string]any) string {
	pairs := []string{"{name}", p.Name, "{subject}", p.IDNumber, "{address}", p.Address, "{legal}", p.Legal}
	for _, g := range form.Groups {
		for _, f := range g.Fields {
			if v, ok := answers[f.Code]; ok {
				pairs = append(pairs, "{"+f.Code+"}", spoken(f, v))
			}
		}
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// spoken is an answer in words: the labels of what was chosen, figures without exponents.
func spoken(f catalog.Field, answer any) string {
	switch v := answer.(type) {
	case []any:
		words := make([]string, len(v))
		for i, one := range v {
			words[i] = spoken(f, one)
		}
		return strings.Join(words, "、")
	case bool:
		if v {
			return "是"
		}
		return "否"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	text := fmt.Sprint(answer)
	for _, o := range f.Options {
		if o.Value == text {
			return o.Label
		}
	}
	return text
}

const certificateColumns = `SELECT number, application_id, name, holder, firm, text, issuer, dept_path, region_path, issued_at, until_day, handed_at, revoked_at, revoked_why FROM certificates `

// scanCertificate reads a row of certificateColumns; holder and text are sealed still.
func scanCertificate(scan func(...any) error) (c Certificate, err error) {
	var until string
	err = scan(&c.Number, &c.Application, &c.Name, &c.Holder, &c.firm, &c.Text, &c.Issuer, &c.dept, &c.region, &c.Issued, &until, &c.Handed, &c.RevokedAt, &c.RevokedWhy)
	if err == nil && until != "" {
		c.Until, err = calendar.ParseDate(until)
	}
	return c, err
}

func (s *Service) certificates(tx *storage.Tx, where string, args ...any) ([]Certificate, error) {
	out := []Certificate{}
	if err := tx.All(certificateColumns+where, args, certificatesTo(&out)); err != nil {
		return nil, err
	}
	return out, s.unseal(tx, out)
}

// certificatesTo takes rows of certificateColumns; holders and texts are sealed still.
func certificatesTo(into *[]Certificate) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		c, err := scanCertificate(scan)
		*into = append(*into, c)
		return err
	}
}

// unseal opens what certificates say, with their codes and how they stand.
func (s *Service) unseal(tx *storage.Tx, certificates []Certificate) (err error) {
	for i := range certificates {
		c := &certificates[i]
		if c.Holder, err = s.vault.Open(c.Holder, c.Number); err != nil {
			return err
		}
		if c.Text, err = s.vault.Open(c.Text, c.Number); err != nil {
			return err
		}
		c.Code, c.Standing = s.verification(*c), c.standing(tx.Now)
		c.EndsSoon = c.Standing == "valid" && c.Until != 0 && c.Until <= s.renewBy(tx)
	}
	return nil
}

// standing is how a certificate stands at an instant.
func (c *Certificate) standing(at time.Time) string {
	switch {
	case !c.RevokedAt.IsZero():
		return "revoked"
	case c.Until != 0 && c.Until < calendar.DateOf(at):
		return "expired"
	}
	return "valid"
}

// open is a certificate as those read it who need not print it: without its code and text, a person's name masked.
func (c Certificate) open() Certificate {
	c.Code, c.Text = "", ""
	if !c.firm {
		c.Holder = Party{Kind: "person", Name: c.Holder}.masked().Name
	}
	return c
}

// VerifyCertificate tells anybody what a certificate with this number and code says, and whether it is still good. A wrong
// number and a wrong code sound the same. A person's name is masked, a firm's is public.
func (s *Service) VerifyCertificate(ctx context.Context, number, code string) (c Certificate, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := s.certificates(tx, `WHERE number = $1`, strings.TrimSpace(number))
		if err != nil {
			return err
		}
		given := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(code), " ", ""))
		if len(found) == 0 || !same(given, found[0].Code) {
			return fault.New(fault.NotFound, "approval.certificate.false", "没有与此编号和验证码相符的证照。请核对后再试；如证照上的编号和验证码确实如此，该证照不是由本系统核发的。")
		}
		c = found[0]
		return nil
	})
	if err != nil {
		return Certificate{}, err
	}
	if !c.firm {
		c.Holder, c.Text = Party{Kind: "person", Name: c.Holder}.masked().Name, ""
	}
	c.Code, c.Application = "", ""
	return c, nil
}

// handed notes when the certificate went to its holder.
func (s *Service) handed(a *casework.Act, o *Application) {
	a.Tx().Queue(`UPDATE certificates SET handed_at = $1 WHERE application_id = $2 AND handed_at IS NULL`, now(a), o.ID)
}

// CertificateOf gives the certificate of an application that the person may see, with its code, for printing.
func (s *Service) CertificateOf(ctx context.Context, actor org.Actor, id string) (c Certificate, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		cs, _, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		if !actor.May(org.ApplicationDeliver, cs.Dept, cs.Region) && !actor.May(org.ApplicationDecide, cs.Dept, cs.Region) {
			return org.Forbidden()
		}
		c, err = s.certificateOf(tx, cs.ID)
		return err
	})
	return c, err
}
