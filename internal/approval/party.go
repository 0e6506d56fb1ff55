package approval

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Party is who applies. Everything in it is personal data: it is sealed at rest and masked when shown. IDNumber is the
// identity number of a person, the unified social credit code of a firm; Contact is whom a firm sends.
type Party struct {
	Kind     string `json:"kind"` // one of Parties
	Name     string `json:"name"`
	IDNumber string `json:"idNumber"`
	Phone    string `json:"phone"`
	Address  string `json:"address,omitempty"`
	Legal    string `json:"legal,omitempty"` // legal representative of a firm
	Contact  string `json:"contact,omitempty"`
	Agent    *Agent `json:"agent,omitempty"`
}

// Agent is who files an application for the applicant. His identity is recorded (APP-49).
type Agent struct {
	Kind     string `json:"kind"` // one of Agents
	Name     string `json:"name"`
	IDNumber string `json:"idNumber"`
	Phone    string `json:"phone"`
	Body     string `json:"body,omitempty"` // of a project: the agent body
}

func (p *Party) check(bad *fault.Error) {
	p.Name, p.IDNumber, p.Phone = strings.TrimSpace(p.Name), strings.ToUpper(strings.TrimSpace(p.IDNumber)), bareNumber(p.Phone)
	if label(Parties, p.Kind) == "" {
		bad.On("party.kind", "请选择申请人类型")
	}
	if p.Name == "" || utf8.RuneCountInString(p.Name) > 100 {
		bad.On("party.name", "请填写申请人姓名或名称，不超过100字")
	}
	if p.Kind == "person" && !catalog.ValidIdentity(p.IDNumber) {
		bad.On("party.idNumber", "身份证号码不正确")
	}
	if p.Kind == "firm" && !catalog.ValidCredit(p.IDNumber) {
		bad.On("party.idNumber", "统一社会信用代码不正确")
	}
	if !soundPhone(p.Phone) {
		bad.On("party.phone", "电话号码不正确")
	}
	if p.Agent == nil {
		return
	}
	a := p.Agent
	a.Name, a.IDNumber, a.Phone = strings.TrimSpace(a.Name), strings.ToUpper(strings.TrimSpace(a.IDNumber)), bareNumber(a.Phone)
	if label(Agents, a.Kind) == "" {
		bad.On("party.agent.kind", "请选择代办类型")
	}
	if a.Name == "" {
		bad.On("party.agent.name", "请填写代办人姓名")
	}
	if !catalog.ValidIdentity(a.IDNumber) {
		bad.On("party.agent.idNumber", "代办人身份证号码不正确")
	}
	if !soundPhone(a.Phone) {
		bad.On("party.agent.phone", "代办人电话号码不正确")
	}
}

// seal writes who applied and what he answered, encrypted, with keyed indexes of the telephone and identity numbers.
func (s *Service) seal(tx *storage.Tx, id string, p Party, form map[string]any) error {
	sealed := [2]string{}
	for i, v := range []any{p, form} {
		text, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("approval: %w", err)
		}
		if sealed[i], err = s.vault.Seal(string(text), id); err != nil {
			return err
		}
	}
	agent := ""
	if p.Agent != nil {
		agent = s.vault.Index(secret.Identity, p.Agent.IDNumber)
	}
	tx.Queue(`INSERT INTO application_parties (application_id, party, form, phone_index, id_index, agent_index) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, sealed[0], sealed[1], s.vault.Index(secret.Phone, p.Phone), s.vault.Index(secret.Identity, p.IDNumber), agent)
	return nil
}

// party opens who applied and what he answered.
func (s *Service) party(tx *storage.Tx, id string) (Party, map[string]any, error) {
	sealed := askParty(tx, id)
	if err := tx.Gather(); err != nil {
		return Party{}, nil, err
	}
	return s.opened(sealed)
}

// masked shows enough of an applicant to recognise, not to know. A firm's name and code are public.
func (p Party) masked() Party {
	if p.Kind != "firm" {
		p.Name, p.IDNumber = secret.MaskName(p.Name), secret.MaskID(p.IDNumber)
	}
	p.Phone, p.Address, p.Legal, p.Contact = secret.MaskPhone(p.Phone), "", secret.MaskName(p.Legal), secret.MaskName(p.Contact)
	if p.Agent != nil {
		a := *p.Agent
		a.Name, a.IDNumber, a.Phone = secret.MaskName(a.Name), secret.MaskID(a.IDNumber), secret.MaskPhone(a.Phone)
		p.Agent = &a
	}
	return p
}

// Unmasked is everything that is known of an applicant, and his answers.
type Unmasked struct {
	Party Party          `json:"party"`
	Form  map[string]any `json:"form"`
}

// Unmask shows who applied, and his form, to a person who may and who says why. The look is recorded before it is given
// (AUD-07).
func (s *Service) Unmask(ctx context.Context, actor org.Actor, id, purpose string) (out Unmasked, err error) {
	if purpose, err = required(purpose, "purpose", "请填写查看完整信息的用途。", "AUD-07"); err != nil {
		return out, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		c, _, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		behalf, err := org.Require(actor, org.ApplicationUnmask, c.Dept, c.Region)
		if err != nil {
			return err
		}
		if out.Party, out.Form, err = s.party(tx, c.ID); err != nil {
			return err
		}
		return audit.Record(tx, "unmask:"+c.ID, audit.Entry{Action: "unmask", Actor: actor.ID, OnBehalf: behalf, Authority: "AUD-07", Data: map[string]string{"application": c.ID, "purpose": purpose}})
	})
	if err != nil {
		return Unmasked{}, err
	}
	return out, nil
}

// QueryCode is the six-digit code that, with the number, lets the applicant see and follow his application. It is derived
// from the id with the installation's key, so it is nowhere stored.
func (s *Service) QueryCode(id string) string {
	if id == "" {
		return ""
	}
	return s.digits("application-code", id, 6)
}

// digits derives a code of n digits from a value with the installation's key.
func (s *Service) digits(kind secret.Kind, value string, n int) string {
	whole := s.vault.Index(kind, value)
	out := make([]byte, n)
	for i := range out {
		a, b := hexValue(whole[2*i]), hexValue(whole[2*i+1])
		out[i] = '0' + byte((16*a+b)%10)
	}
	return string(out)
}

func hexValue(c byte) int { return strings.IndexByte("0123456789abcdef", c) }

// HoldsParties reports whether there is any sealed applicant: without the keys they were sealed with, they cannot be read.
func HoldsParties(tx *storage.Tx) (bool, error) {
	one := 0
	return tx.One(`SELECT 1 FROM application_parties LIMIT 1`, nil, &one)
}

// bareNumber drops what people write between the digits of a telephone number.
func bareNumber(phone string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "（", "", "）", "").Replace(phone)
}

func soundPhone(s string) bool {
	return len(s) >= 5 && len(s) <= 12 && strings.Trim(s, "0123456789") == ""
}
