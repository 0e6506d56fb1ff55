package exchange

import (
	"huying/internal/approval"
	"huying/internal/hotline"
	"huying/internal/outbox"
)

// Addressee tells of a message to whom it goes and the id of the case that it is about, as far as both may be shown: an
// office, or a circle of officials by what they may do. Both are "" for a message that is none of ours.
func Addressee(i outbox.Item) (to, order string, err error) {
	switch i.Topic {
	case hotline.FilingTopic:
		var m hotline.FilingMessage
		err = i.Decode(&m)
		return hotline.FilingBody(m.Body), m.Order, err
	case hotline.AlertTopic:
		var m hotline.Alert
		err = i.Decode(&m)
		return "负责“" + m.Permission.Label() + "”的人员", m.Order, err
	case approval.AlertTopic:
		var m approval.Alert
		err = i.Decode(&m)
		return "负责“" + m.Permission.Label() + "”的人员", m.Case, err
	}
	return "", "", nil
}
