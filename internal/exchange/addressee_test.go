package exchange

import (
	"testing"

	"huying/internal/approval"
	"huying/internal/hotline"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/storage"
)

// The administrator sees of a message to whom it goes and about what, and nothing of a citizen (AUD-07).
func TestAUD07MessagesNameOfficesAndOrders(t *testing.T) {
	each(t, func(h *house) {
		ref := h.concluded()
		h.must(h.db.View(h.ctx, func(tx *storage.Tx) error {
			items, err := outbox.List(tx, outbox.Open, page.Request{})
			got := map[string]bool{}
			for _, i := range items.Items {
				to, order := Addressee(i)
				if order != ref.ID {
					t.Errorf("%s: to %q about %q", i.Topic, to, order)
				}
				got[to] = true
			}
			if !got["12345中心"] || !got["督查中心"] {
				t.Errorf("to %v", got)
			}
			return err
		}))
	})
}

// A message that cannot be read is the one that the administrator looks for: it is listed, to nobody about nothing.
func TestMessagesThatCannotBeReadAreListed(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.db.Update(h.ctx, func(tx *storage.Tx) error {
			for _, topic := range []string{hotline.FilingTopic, hotline.AlertTopic, approval.AlertTopic} {
				outbox.Put(tx, outbox.Message{Topic: topic, Key: "odd:" + topic, Body: "of another version"})
			}
			return nil
		}))
		h.must(h.db.View(h.ctx, func(tx *storage.Tx) error {
			items, err := outbox.List(tx, outbox.Open, page.Request{})
			if len(items.Items) != 3 {
				t.Errorf("%d messages", len(items.Items))
			}
			for _, i := range items.Items {
				if to, order := Addressee(i); to != "" || order != "" {
					t.Errorf("%s: to %q about %q", i.Topic, to, order)
				}
			}
			return err
		}))
	})
}
