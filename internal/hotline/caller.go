package hotline

import (
	"context"
	"strings"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/secret"
	"huying/internal/storage"
)

func parseGrade(s string) (satisfaction.Grade, error) { return satisfaction.Parse(s) }

// seal writes who called, encrypted, with a keyed index of the telephone and identity numbers.
func (s *Service) seal(tx *storage.Tx, orderID string, c Caller) error {
	sealed := make([]string, 0, 4)
	for _, plain := range []string{c.Name, c.Phone, strings.ToUpper(c.IDNumber), c.Address} {
		text := ""
		if plain != "" {
			var err error
			if text, err = s.vault.Seal(plain, orderID); err != nil {
				return err
			}
		}
		sealed = append(sealed, text)
	}
	tx.Queue(`INSERT INTO order_callers (order_id, name, phone, phone_index, id_number, id_index, address, confidential) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		orderID, sealed[0], sealed[1], s.vault.Index(secret.Phone, c.Phone), sealed[2], s.vault.Index(secret.Identity, c.IDNumber), sealed[3], c.Confidential)
	return nil
}

// caller opens who brought an order.
func (s *Service) caller(tx *storage.Tx, orderID string) (Caller, error) {
	sealed := askCaller(tx, orderID)
	if err := tx.Gather(); err != nil {
		return Caller{}, err
	}
	return s.unseal(sealed, orderID)
}

// sealedCaller is who brought an order, as it is kept.
type sealedCaller struct {
	name, phone, id, address string
	confidential             bool
}

func askCaller(tx *storage.Tx, orderID string) *sealedCaller {
	var c sealedCaller
	tx.Ask(`SELECT name, phone, id_number, address, confidential FROM order_callers WHERE order_id = $1`, []any{orderID},
		func(scan func(...any) error) error {
			return scan(&c.name, &c.phone, &c.id, &c.address, &c.confidential)
		})
	return &c
}

func (s *Service) unseal(sealed *sealedCaller, orderID string) (c Caller, err error) {
	c.Confidential = sealed.confidential
	for _, f := range []struct {
		sealed string
		plain  *string
	}{{sealed.name, &c.Name}, {sealed.phone, &c.Phone}, {sealed.id, &c.IDNumber}, {sealed.address, &c.Address}} {
		if f.sealed == "" {
			continue
		}
		if *f.plain, err = s.vault.Open(f.sealed, orderID); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Unmask shows who brought an order, to a person who may and who says why. The look is recorded before it is given
// (AUD-07). A caller who asked to stay unknown is shown only to the hotline's own people.
func (s *Service) Unmask(ctx context.Context, actor org.Actor, id, purpose string) (c Caller, err error) {
	if err := s.purposed(&purpose); err != nil {
		return c, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return c, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		order, _, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		if order.ID != id { // a part of the order has no caller of its own
			return casework.NoSuchCase()
		}
		behalf, ok := actor.Authority(org.PersonUnmask, order.Dept, order.Region)
		if !ok {
			return fault.New(fault.Forbidden, "hotline.unmask", "您没有查看诉求人完整信息的权限。").Under("AUD-07")
		}
		if c, err = s.caller(tx, id); err != nil {
			return err
		}
		if c.Confidential && !ofCentre(dir, actor) {
			return fault.New(fault.Forbidden, "hotline.confidential", "诉求人要求保密，请通过12345中心联系。")
		}
		return audit.Record(tx, "unmask:"+id, audit.Entry{Action: "unmask", Actor: actor.ID, OnBehalf: behalf, Authority: "AUD-07", Data: map[string]string{"order": id, "purpose": purpose}})
	})
	if err != nil {
		return Caller{}, err
	}
	return c, nil
}

// purposed refuses to open what is kept from view for no purpose.
func (s *Service) purposed(purpose *string) error {
	if *purpose = strings.TrimSpace(*purpose); *purpose == "" {
		return fault.New(fault.Invalid, "hotline.purpose", "请填写用途。").On("purpose", "不能为空").Under("AUD-07")
	}
	return s.fits("purpose", *purpose)
}

// ofCentre reports whether the person sits in the hotline's own offices: the centre, its service hall, the supervision centre.
func ofCentre(dir *org.Directory, actor org.Actor) bool {
	dept, ok := dir.Department(actor.Dept)
	return ok && (dept.Kind == org.Centre || dept.Kind == org.ServiceHall || dept.Kind == org.Supervision)
}

// bareNumber drops what people write between the digits of a telephone number.
func bareNumber(phone string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "（", "", "）", "").Replace(phone)
}

// soundPhone accepts mobile numbers, area code and fixed line, and short service numbers.
func soundPhone(s string) bool {
	if len(s) < 5 || len(s) > 12 {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// soundID checks an 18-character identity number (GB 11643).
func soundID(s string) bool {
	if len(s) != 18 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11] == strings.ToUpper(s)[17]
}

// HoldsCallers reports whether there is any sealed caller: without the keys they were sealed with, they cannot be read.
func HoldsCallers(tx *storage.Tx) (bool, error) {
	one := 0
	return tx.One(`SELECT 1 FROM order_callers LIMIT 1`, nil, &one)
}
