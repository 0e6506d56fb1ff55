package exchange

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"huying/internal/approval"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

type holder struct{ phone, text string }

func (h holder) HolderMessage(context.Context, approval.Tidings) (string, string, error) {
	return h.phone, h.text, nil
}

// APP-07: what a holder is told goes to the gateway that policy names, with a key, and again until it is taken; without a
// gateway nothing is sent, and none is named that telephone numbers would reach in the clear.
func TestAPP07HoldersAreToldOverTheGateway(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		settings, err := policy.Open(t.Context(), db, org.RegionExists, Settings)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		status := http.StatusServiceUnavailable
		gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			got = append(got, r.Header.Get("Idempotency-Key")+" "+string(body))
			w.WriteHeader(status)
		}))
		defer gateway.Close()
		m := NewMessages(settings, holder{"13900002222", "您的许可证将到期"}, nil)
		d := outbox.Delivery{Key: "renewal/X-1", Body: []byte(`{"application":"a","certificate":"X-1","until":"2029-05-12"}`)}
		if err := m.Holder(t.Context(), d); err != nil || len(got) != 0 {
			t.Fatalf("%v %q", err, got)
		}
		err = db.Update(t.Context(), func(tx *storage.Tx) error {
			_, err := settings.Set(tx, org.System(), setMessageGateway, "", gateway.URL, "接入短信平台")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, open := range []string{"http://sms.example.gov.cn/send", "sms.example.gov.cn", "ftp://localhost/", "http://localhost.example.cn/"} {
			err := db.Update(t.Context(), func(tx *storage.Tx) error {
				_, err := settings.Set(tx, org.System(), setMessageGateway, "", open, "测试")
				return err
			})
			if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "policy.value" || settings.Now().Text(setMessageGateway, "") != gateway.URL {
				t.Errorf("telephone numbers may go to %s: %v", open, err)
			}
		}
		if m.Holder(t.Context(), d) == nil {
			t.Error("a message that was not taken counts as sent")
		}
		status = http.StatusOK
		if err := m.Holder(t.Context(), d); err != nil || len(got) != 2 || got[1] != `renewal/X-1 {"phone":"13900002222","text":"您的许可证将到期"}` {
			t.Errorf("%v %q", err, got)
		}
	})
}
