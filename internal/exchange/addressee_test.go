package exchange

import (
	"testing"

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
				to, order, err := Addressee(i)
				if err != nil || order != ref.ID {
					t.Errorf("%s: to %q about %q, %v", i.Topic, to, order, err)
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
