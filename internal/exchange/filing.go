package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/hotline"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Filing delivers concluded orders to the two upper bodies and hands their receipts to the hotline. A body whose address
// policy leaves empty is kept as a register of our own.
type Filing struct {
	policy  *policy.Book
	hotline *hotline.Service
	client  *http.Client
}

// NewFiling makes a Filing. Addresses are asked over client; nil is one that gives up after ten seconds.
func NewFiling(settings *policy.Book, h *hotline.Service, client *http.Client) *Filing {
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	return &Filing{policy: settings, hotline: h, client: client}
}

// Deliver handles hotline.FilingTopic.
func (f *Filing) Deliver(ctx context.Context, d outbox.Delivery) error {
	var m hotline.FilingMessage
	if err := d.Decode(&m); err != nil {
		return err
	}
	url := f.policy.Now().Text("exchange.filing."+m.Body+".url", "")
	if url == "" {
		return f.Enter(ctx, []outbox.Delivery{d})
	}
	receipt, err := f.post(ctx, url, d)
	if err != nil {
		return fmt.Errorf("exchange: filing with %s: %w", m.Body, err)
	}
	return f.hotline.Filed(ctx, m.Order, m.Round, m.Body, receipt)
}

// Enter makes entries of one of our own registers, all of them or none.
func (f *Filing) Enter(ctx context.Context, deliveries []outbox.Delivery) error {
	receipts := make([]hotline.Confirmation, len(deliveries))
	for i, d := range deliveries {
		var m hotline.FilingMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		receipts[i] = hotline.Confirmation{Order: m.Order, Round: m.Round, Body: m.Body, Enter: func(tx *storage.Tx) (string, error) { return register(tx, d.Key, m) }}
	}
	return f.hotline.FiledBy(ctx, receipts...)
}

// Lane keeps the filings in our own registers together: their numbers run without a gap, so each waits for the one before
// in any case, and the two of an order are taken at once. Other systems are asked for each by itself.
func (f *Filing) Lane(d outbox.Delivery) string {
	var m hotline.FilingMessage
	if d.Decode(&m) != nil || f.policy.Now().Text("exchange.filing."+m.Body+".url", "") != "" {
		return d.ID
	}
	return "own registers"
}

// answerLimit is how much of another system's answer is read.
const answerLimit = 64 << 10

// post sends the message as it is. The key lets the receiver see that it has had this one.
func (f *Filing) post(ctx context.Context, url string, d outbox.Delivery) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(d.Body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", d.Key)
	answer, err := f.client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return "", fmt.Errorf("answered %s", answer.Status)
	}
	var told struct {
		Receipt string `json:"receipt"`
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, answerLimit)).Decode(&told); err != nil {
		return "", err
	}
	if told.Receipt == "" {
		return "", fmt.Errorf("answered without a receipt")
	}
	return told.Receipt, nil
}

var registers = map[string]string{"centre": "中心备", "supervision": "督查备"}

// register enters a filing that has no receipt yet in our own register. Numbers run within a year.
func register(tx *storage.Tx, key string, m hotline.FilingMessage) (receipt string, err error) {
	year := calendar.DateOf(tx.Now).Year()
	n, err := casework.NextSerial(tx, fmt.Sprintf("filing:%s:%d", m.Body, year))
	if err != nil {
		return "", err
	}
	receipt = fmt.Sprintf("%s〔%d〕%d号", registers[m.Body], year, n)
	tx.Queue(`INSERT INTO exchange_filing (body, key, receipt, order_id, received_at) VALUES ($1, $2, $3, $4, $5)`, m.Body, key, receipt, m.Order, tx.Now)
	return receipt, nil
}
