package hotline

import (
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// CallTransfer is how a call passed live from one desk to another (HOT-50).
type CallTransfer struct {
	To     string `json:"to,omitempty"`     // whom the caller was put through to
	Result string `json:"result,omitempty"` // what came of it: one of TransferResults
	From   string `json:"from,omitempty"`   // who put the caller through to us
	Way    string `json:"way,omitempty"`    // one of TransferWays
}

// TransferWays are how a call is handed over live, and TransferResults what comes of it (HOT-50).
var (
	TransferWays    = []Word{{"transfer", "电话转接", "HOT-50"}, {"three_way", "三方通话", "HOT-50"}}
	TransferResults = []Word{{"answered", "已接通，对方已解答", "HOT-50"}, {"taken", "已接通，由对方继续办理", "HOT-50"}, {"unanswered", "已接通，未能解答", "HOT-50"}, {"unreached", "未接通", "HOT-50"}}
)

// check completes and refuses what is written of a hand-over.
func (h *CallTransfer) check(bad *fault.Error) {
	h.To, h.From = strings.TrimSpace(h.To), strings.TrimSpace(h.From)
	if h.none() {
		h.Way = ""
	} else if h.Way == "" {
		h.Way = TransferWays[0].Key
	}
	switch {
	case h.Way != "" && label(TransferWays, h.Way) == "":
		bad.On("transfer.way", "请选择电话转接或三方通话")
	case h.To == "" && h.Result != "":
		bad.On("transfer.to", "请填写转给了谁")
	case h.To != "" && label(TransferResults, h.Result) == "":
		bad.On("transfer.result", "请选择转接结果")
	}
}

func (h CallTransfer) none() bool { return h.To == "" && h.From == "" }

// keep writes a hand-over down beside its order. Who is named in it, often with a number, stands there and not in the record,
// which has the digests.
func (h CallTransfer) keep(a *casework.Act) *transferFacts {
	if h.none() {
		return nil
	}
	add := func(direction, party, result string) {
		if party != "" {
			a.Tx().Queue(`INSERT INTO order_transfers (order_id, direction, party, way, result, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				a.Case.ID, direction, party, h.Way, result, a.Actor().ID, storage.Millis(a.Tx().Now))
		}
	}
	add("in", h.From, "")
	add("out", h.To, h.Result)
	return &transferFacts{To: digest(h.To), From: digest(h.From), Way: h.Way, Result: h.Result}
}

// transferFacts are a hand-over in the record: To and From are digests.
type transferFacts struct {
	To     string `json:"to,omitempty"`
	From   string `json:"from,omitempty"`
	Way    string `json:"way"`
	Result string `json:"result,omitempty"`
}

// Transfer is a live hand-over of the call as the order shows it.
type Transfer struct {
	In     bool      `json:"in,omitempty"` // to us; otherwise from us to another desk
	Party  string    `json:"party"`        // who gave it, or took it
	Way    string    `json:"way"`
	Result string    `json:"result,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

func askTransfers(tx *storage.Tx, _ *org.Directory, v *View) {
	v.Transfers = []Transfer{}
	tx.Ask(`SELECT direction, party, way, result, by_person, at FROM order_transfers WHERE order_id = $1 ORDER BY direction`, []any{v.ID},
		func(scan func(...any) error) error {
			var x Transfer
			var direction, way, result string
			err := scan(&direction, &x.Party, &way, &result, &x.By, &x.At)
			x.In, x.Way, x.Result = direction == "in", label(TransferWays, way), label(TransferResults, result)
			v.Transfers = append(v.Transfers, x)
			return err
		})
}
