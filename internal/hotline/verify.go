package hotline

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"huying/internal/audit"
	"huying/internal/storage"
)

// texts are all that was written down beside an order, each with the name under which a difference is reported. What
// a verb wrote stands in its event as a digest.
const texts = `SELECT '诉求内容', body FROM orders WHERE id = $1
	UNION ALL SELECT '答复或告知内容', outcome FROM orders WHERE id = $1
	UNION ALL SELECT '答复', text FROM order_replies WHERE order_id = $1
	UNION ALL SELECT '退单理由', reason FROM order_returns WHERE order_id = $1
	UNION ALL SELECT '退单依据', basis FROM order_returns WHERE order_id = $1
	UNION ALL SELECT '退单裁定', ruled_why FROM order_returns WHERE order_id = $1
	UNION ALL SELECT '延期申请', promised || statutory || basis || reason FROM order_extensions WHERE order_id = $1
	UNION ALL SELECT '延期审批', ruled_why FROM order_extensions WHERE order_id = $1
	UNION ALL SELECT '催办', note FROM order_urges WHERE order_id = $1
	UNION ALL SELECT '延误原因', text FROM order_explanations WHERE order_id = $1
	UNION ALL SELECT '回访', note FROM order_revisits WHERE order_id = $1
	UNION ALL SELECT '应急处置记录', note FROM order_emergencies WHERE order_id = $1
	UNION ALL SELECT '来电转接', party FROM order_transfers WHERE order_id = $1
	UNION ALL SELECT '备注', text FROM order_notes WHERE order_id = $1
	UNION ALL SELECT '问责登记', finding FROM order_accounts WHERE order_id = $1
	UNION ALL SELECT '移送文号', link FROM order_accounts WHERE order_id = $1`

// Recompute compares what was written down beside an order, or an assisting task, with the digests in its events, and
// hands each text that no event knows to found: it was changed, or put there by nobody. What verbs may correct, the type,
// category and place, must be as they were told last. Streams of other things have none.
func (s *Service) Recompute(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) error {
	if err := recomputeTexts(tx, stream, events, found); err != nil {
		return err
	}
	want, err := lastTold(events)
	if err != nil {
		return fmt.Errorf("hotline: %s: %w", stream, err)
	}
	return tx.All(`SELECT kind, channel, category, place, code_renewals FROM orders WHERE id = $1`, []any{stream}, func(scan func(...any) error) error {
		var kind, channel, category, place string
		var renewals int
		err := scan(&kind, &channel, &category, &place, &renewals)
		if renewals != want.Renewals {
			found(audit.Difference{Where: stream, What: "换发查询码的次数与记录不符"})
		}
		for _, f := range []struct{ what, want, got string }{{"诉求类型", *want.Kind, kind}, {"来源渠道", *want.Channel, channel}, {"诉求分类", *want.Category, category}} {
			if f.want != f.got {
				found(audit.Difference{Where: stream, What: "“" + f.what + "”与记录不符"})
			}
		}
		if want.Place != nil && *want.Place != digest(place) {
			found(audit.Difference{Where: stream, What: "“地点”与记录不符"})
		}
		return err
	})
}

// told is what an event says of the fields of an order that verbs may correct. Place is a digest; events of older programs
// do not say it. Renewals counts the query codes that were renewed.
type told struct {
	Kind, Channel, Category, Place *string
	Renewals                       int `json:"-"`
}

// lastTold is what the events of an order say of it in the end.
func lastTold(events []audit.Event) (t told, err error) {
	none := ""
	t = told{Kind: &none, Channel: &none, Category: &none}
	for _, e := range events {
		if e.Action == "renew_code" {
			t.Renewals++
		}
		if !slices.Contains([]string{"register", "submit", "import", "accept", "classify"}, e.Action) {
			continue
		}
		var body struct{ Facts told }
		if err := json.Unmarshal(e.Data, &body); err != nil {
			return t, err
		}
		f := body.Facts
		t = told{cmp.Or(f.Kind, t.Kind), cmp.Or(f.Channel, t.Channel), cmp.Or(f.Category, t.Category), cmp.Or(f.Place, t.Place), t.Renewals}
		if f.Category == nil && e.Action != "classify" {
			t.Category = &none // it is left out when there is none
		}
	}
	return t, nil
}

func recomputeTexts(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) error {
	known := map[string]bool{}
	for _, e := range events {
		var data any
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return fmt.Errorf("hotline: event %d of %s: %w", e.Seq, stream, err)
		}
		gather(data, known)
	}
	return tx.All(texts, []any{stream}, func(scan func(...any) error) error {
		var what, text string
		err := scan(&what, &text)
		if err == nil && text != "" && !known[audit.Digest(text)] {
			found(audit.Difference{Where: stream, What: "“" + what + "”的文字与记录不符"})
		}
		return err
	})
}

// gather collects every text of an event's data; the digests are among them.
func gather(data any, into map[string]bool) {
	switch v := data.(type) {
	case string:
		into[v] = true
	case []any:
		for _, part := range v {
			gather(part, into)
		}
	case map[string]any:
		for _, part := range v {
			gather(part, into)
		}
	}
}
