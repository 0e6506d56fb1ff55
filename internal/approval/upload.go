package approval

import (
	"encoding/json"
	"slices"
	"time"

	"huying/internal/attachment"
	"huying/internal/fault"
)

// Sent is a file that was sent ahead of what it will be handed in with. Its ticket hands it in, until the time of a draft
// is over; what the ticket says of the file is sealed, so that its holder can neither change it nor name the file of
// another. The rest is for the page that shows it.
type Sent struct {
	Ticket string `json:"ticket"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Hash   string `json:"hash,omitempty"` // SM3 of the content, hex
}

const ticketContext = "approval.upload"

type ticket struct {
	Blob  attachment.Blob
	Until time.Time
}

// Hold gives the ticket of a file that the store has taken.
func (s *Service) Hold(b attachment.Blob) (Sent, error) {
	text, err := json.Marshal(ticket{b, s.db.Now().AddDate(0, 0, s.policy.Now().Int("approval.draft.days", ""))})
	if err != nil {
		return Sent{}, err
	}
	sealed, err := s.vault.Seal(string(text), ticketContext)
	return Sent{Ticket: sealed, Name: b.Name, Type: b.Type, Size: b.Size, Hash: b.Hash}, err
}

// redeem gives what is handed in with the files behind its tickets. A ticket that was made up, altered or is too old, and
// one that comes with the hash of another content, is refused.
func (s *Service) redeem(materials []Handing) ([]Handing, error) {
	out := slices.Clone(materials)
	for i := range out {
		in := &out[i]
		in.Files = slices.Clone(in.Files)
		for _, sent := range in.Sent {
			b, err := s.redeemed(sent)
			if err != nil {
				return nil, fault.From(err).On("materials."+in.Code, "请重新上传")
			}
			in.Files = append(in.Files, b)
		}
	}
	return out, nil
}

func (s *Service) redeemed(sent Sent) (attachment.Blob, error) {
	var t ticket
	text, err := s.vault.Open(sent.Ticket, ticketContext)
	if err == nil {
		err = json.Unmarshal([]byte(text), &t)
	}
	switch {
	case err != nil:
		return t.Blob, fault.New(fault.Invalid, "approval.upload", "没有这份已上传的文件，请重新上传。").Because(err)
	case sent.Hash != "" && sent.Hash != t.Blob.Hash:
		return t.Blob, fault.New(fault.Invalid, "approval.upload.hash", "文件内容与上传时不一致，请重新上传。")
	case s.db.Now().After(t.Until):
		return t.Blob, fault.New(fault.Invalid, "approval.upload.old", "上传的文件已过保留期限，请重新上传。")
	}
	return t.Blob, nil
}
