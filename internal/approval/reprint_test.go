package approval

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/document"
	"huying/internal/storage"
)

// APP-42: a paper that is printed again says so, and so does the record; nobody prints another application's, nor the query
// code with which he could act as the applicant.
func TestAPP42AReprintIsRecorded(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref, other := w.accepted("food"), w.accepted("food")
		again := func(who, id, paper string) (document.Notice, error) {
			return w.Reprint(w.ctx, w.people[who], id, 0, paper)
		}
		notice, err := again("clerk", ref.ID, w.get(ref.ID).Documents[0].ID)
		w.must(err)
		receipt, err := again("clerk2", ref.ID, ReceiptPaper)
		w.must(err)
		if notice.Title != "受理通知书（补打）" || receipt.Title != "政务服务收件回执（补打）" || len(receipt.Fields) < 4 {
			t.Errorf("%+v %+v", notice, receipt)
		}
		if slices.ContainsFunc(receipt.Fields, func(f document.Field) bool { return strings.Contains(f.Value, w.QueryCode(ref.ID)) }) {
			t.Errorf("the query code is printed again: %+v", receipt.Fields)
		}
		_, err = again("clerk", ref.ID, w.get(other.ID).Documents[0].ID)
		w.refused(err, "approval.document", "")
		_, err = again("reviewer", ref.ID, ReceiptPaper)
		w.refused(err, "case.forbidden", "")
		n := 0
		for _, h := range w.get(ref.ID).Timeline {
			if h.Label == "补打文书" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d reprints on record", n)
		}
		w.sound()
	})
}

// A folder from another version may hold a kind of paper that this one does not know: it is refused, and nothing is on record.
func TestAPP42APaperOfAnUnknownKindIsRefused(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		paper := w.get(ref.ID).Documents[0].ID
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			tx.Queue(`UPDATE application_documents SET kind = 'fulfil' WHERE id = $1`, paper)
			return nil
		}))
		_, err := w.Reprint(w.ctx, w.people["clerk"], ref.ID, 0, paper)
		w.refused(err, "approval.document.kind", "")
	})
}
