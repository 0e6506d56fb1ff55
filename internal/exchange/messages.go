package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"huying/internal/approval"
	"huying/internal/outbox"
	"huying/internal/policy"
)

// Holders knows how to reach who holds a certificate.
type Holders interface {
	HolderMessage(ctx context.Context, m approval.Tidings) (phone, text string, err error)
}

// Messages sends short messages to people over the gateway that policy names. Where it names none nothing is sent: they read
// the same on their own page.
type Messages struct {
	policy  *policy.Book
	holders Holders
	client  *http.Client
}

// NewMessages makes the messages. The gateway is asked over client; nil is one that gives up after ten seconds.
func NewMessages(settings *policy.Book, holders Holders, client *http.Client) *Messages {
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	return &Messages{settings, holders, client}
}

// Holder handles approval.HolderTopic. The key lets the gateway see that it has had this one.
func (m *Messages) Holder(ctx context.Context, d outbox.Delivery) error {
	url := m.policy.Now().Text(setMessageGateway, "")
	var t approval.Tidings
	if err := d.Decode(&t); err != nil || url == "" {
		return err
	}
	phone, text, err := m.holders.HolderMessage(ctx, t)
	if err != nil || phone == "" {
		return err
	}
	body, err := json.Marshal(map[string]string{"phone": phone, "text": text})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", d.Key)
	answer, err := m.client.Do(r)
	if err != nil {
		return fmt.Errorf("exchange: message gateway: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("exchange: message gateway answered %s", answer.Status)
	}
	return nil
}
