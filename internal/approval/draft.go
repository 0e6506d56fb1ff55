package approval

import (
	"context"
	"encoding/json"
	"time"

	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Draft is an application that a citizen has begun on the public page and not handed in: it is no case, and goes when its
// time is over. Everything in it is sealed.
type Draft struct {
	Item      string          `json:"item"`
	Party     Party           `json:"party"`
	Choices   catalog.Answers `json:"choices,omitempty"`
	Form      map[string]any  `json:"form"`
	Materials []Handing       `json:"materials,omitempty"`
	Collect   string          `json:"collect,omitempty"`
	Note      string          `json:"note,omitempty"` // which page he was on
}

// SavedDraft tells where a draft is kept: its id and code open it again, until Until.
type SavedDraft struct {
	ID    string    `json:"id"`
	Code  string    `json:"code"`
	Until time.Time `json:"until"`
	Draft Draft     `json:"draft"`
}

const draftContext = "approval.draft"

// SaveDraft keeps a draft, a new one for the empty id. It is not checked: what is unfinished may be wrong.
func (s *Service) SaveDraft(tx *storage.Tx, id, code string, d Draft) (out SavedDraft, err error) {
	body, err := json.Marshal(d)
	if err != nil {
		return out, fault.New(fault.Invalid, "approval.draft", "草稿无法保存，请检查填写内容。").Because(err)
	}
	if len(body) > 1<<20 {
		return out, fault.New(fault.TooLarge, "approval.draft.large", "草稿内容过大，请精简后保存。")
	}
	if id != "" && !s.opens(id, code) {
		return out, noDraft()
	}
	if _, err := s.items.Published(tx, d.Item); err != nil {
		return out, err
	}
	key := id
	if key == "" {
		key = tx.NewID()
	}
	sealed, err := s.vault.Seal(string(body), draftContext+key)
	if err != nil {
		return out, err
	}
	until := tx.Now.AddDate(0, 0, s.policy.Now().Int("approval.draft.days", ""))
	out = SavedDraft{ID: key, Code: s.draftCode(key), Until: until, Draft: d}
	if id == "" {
		tx.Queue(`INSERT INTO application_drafts (id, item, body, saved_at, until_at) VALUES ($1, $2, $3, $4, $5)`, key, d.Item, sealed, tx.Now, until)
		return out, nil
	}
	n, err := tx.Exec(`UPDATE application_drafts SET item = $1, body = $2, saved_at = $3, until_at = $4 WHERE id = $5 AND until_at > $3`, d.Item, sealed, tx.Now, until, key)
	if err == nil && n == 0 {
		err = noDraft()
	}
	return out, err
}

// OpenDraft gives a draft back to who has its code.
func (s *Service) OpenDraft(ctx context.Context, id, code string) (out SavedDraft, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var sealed string
		found, err := tx.One(`SELECT body, until_at FROM application_drafts WHERE id = $1 AND until_at > $2`, []any{id, tx.Now}, &sealed, &out.Until)
		if err != nil {
			return err
		}
		if !found || !s.opens(id, code) {
			return noDraft()
		}
		text, err := s.vault.Open(sealed, draftContext+id)
		if err != nil {
			return err
		}
		out.ID, out.Code = id, code
		return json.Unmarshal([]byte(text), &out.Draft)
	})
	return out, err
}

// DropDraft deletes a draft, when it was handed in or is wanted no more.
func (s *Service) DropDraft(ctx context.Context, id, code string) error {
	if !s.opens(id, code) {
		return noDraft()
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`DELETE FROM application_drafts WHERE id = $1`, id)
		return err
	})
}

// ForgetDrafts drops the drafts whose time is over, and tells how many.
func ForgetDrafts(tx *storage.Tx) (int64, error) {
	return tx.Exec(`DELETE FROM application_drafts WHERE until_at <= $1`, tx.Now)
}

// draftCode is longer than a query code: it is kept by the browser, not by a person.
func (s *Service) draftCode(id string) string { return s.vault.Index(secret.Kind("draft-code"), id) }

func (s *Service) opens(id, code string) bool { return same(code, s.draftCode(id)) }

func noDraft() error {
	return fault.New(fault.NotFound, "approval.draft.missing", "没有找到这份草稿，可能已过保留期限。")
}
