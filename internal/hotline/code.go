package hotline

import (
	"context"
	"crypto/subtle"
	"strconv"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// QueryCode is the six-digit code that, with the number, lets the citizen see his order now. It is derived from the
// order's id, and from how often it was renewed, with the installation's key, so it is nowhere stored. It checks nobody's
// permission: it is for who has just written the order down. An order to which nothing else has happened yet has its first.
func (s *Service) QueryCode(ctx context.Context, ref Ref) (code string, err error) {
	if ref.Version == 1 {
		return s.code(ref.ID, 0), nil
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		code, err = s.codeOf(tx, ref.ID)
		return err
	})
	return code, err
}

func (s *Service) codeOf(tx *storage.Tx, id string) (string, error) {
	var renewals int64
	found, err := tx.One(`SELECT code_renewals FROM orders WHERE id = $1`, []any{id}, &renewals)
	if err == nil && !found {
		err = casework.NoSuchCase()
	}
	return s.code(id, renewals), err
}

// code derives an order's code after as many renewals.
func (s *Service) code(id string, renewals int64) string {
	if renewals > 0 {
		id += "#" + strconv.FormatInt(renewals, 10)
	}
	n := 0
	for _, r := range s.vault.Index("query-code", id)[:12] {
		n = (n*31 + int(r)) % 1_000_000
	}
	const digits = "0123456789"
	var b [6]byte
	for i := len(b) - 1; i >= 0; i-- {
		b[i], n = digits[n%10], n/10
	}
	return string(b[:])
}

// own finds the case that a number and its code open.
func (s *Service) own(tx *storage.Tx, number, code string) (*casework.Case, error) {
	wrong := fault.New(fault.NotFound, "hotline.query", "编号或查询码不正确，请核对后再试。")
	c, err := s.kernel.ByNumber(tx, strings.TrimSpace(number))
	if fault.Is(err, fault.NotFound) || err == nil && c.Flow != FlowName {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	right, err := s.codeOf(tx, c.ID)
	if err == nil && subtle.ConstantTimeCompare([]byte(strings.TrimSpace(code)), []byte(right)) != 1 {
		err = wrong
	}
	return c, err
}

// RenewCode gives a citizen who has lost his query code another one; the old one ends with it. The number he calls from, or
// is called at, must be that of the order: the code is told on that telephone. For what purpose it was renewed is on record
// (AUD-07).
func (s *Service) RenewCode(ctx context.Context, actor org.Actor, id string, version int64, phone, purpose string) (ref Ref, code string, err error) {
	if err := s.purposed(&purpose); err != nil {
		return ref, "", err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return ref, "", err
	}
	ref, err = s.act(ctx, actor, id, version, "renew_code", func(a *casework.Act, o *Order) (any, error) {
		if err := s.isCaller(a.Tx(), o.ID, phone, ofCentre(dir, actor)); err != nil {
			return nil, err
		}
		o.CodeRenewals++
		code = s.code(o.ID, o.CodeRenewals)
		return map[string]string{"purpose": purpose, "told": "phone"}, nil
	})
	if err != nil {
		return Ref{}, "", err
	}
	return ref, code, nil
}

// isCaller refuses a telephone that is not the one by which the order's caller can be reached. One who asked to stay
// unknown is dealt with by the hotline's own people.
func (s *Service) isCaller(tx *storage.Tx, orderID, phone string, trusted bool) error {
	index, confidential := "", false
	if _, err := tx.One(`SELECT phone_index, confidential FROM order_callers WHERE order_id = $1`, []any{orderID}, &index, &confidential); err != nil {
		return err
	}
	switch {
	case confidential && !trusted:
		return fault.New(fault.Forbidden, "hotline.confidential", "诉求人要求保密，请通过12345中心联系。")
	case index == "":
		return fault.New(fault.Refused, "hotline.code.phone", "此件没有登记联系电话，无法核实诉求人，不能换发查询码。").On("phone", "此件没有登记联系电话").Under("AUD-07")
	case subtle.ConstantTimeCompare([]byte(index), []byte(s.vault.Index(secret.Phone, bareNumber(phone)))) != 1:
		return fault.New(fault.Refused, "hotline.code.caller", "电话与此件登记的联系电话不一致，不能换发查询码。").On("phone", "与登记的联系电话不一致").Under("AUD-07")
	}
	return nil
}
