package exchange

import (
	"huying/internal/approval"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
)

// Addressee tells of a message to whom it goes and the id of the case that it is about, as far as both may be shown: an
// office, or a circle of officials by what they may do. Both are "" for a message that is none of ours, or that cannot be
// read: the administrator must see it all the same.
func Addressee(i outbox.Item) (to, order string) {
	switch i.Topic {
	case hotline.FilingTopic:
		var m hotline.FilingMessage
		if i.Decode(&m) == nil {
			return hotline.FilingBody(m.Body), m.Order
		}
	case hotline.AlertTopic:
		var m hotline.Alert
		if i.Decode(&m) == nil {
			return holders(m.Permission), m.Order
		}
	case approval.AlertTopic:
		var m approval.Alert
		if i.Decode(&m) == nil {
			return holders(m.Permission), m.Case
		}
	case approval.HolderTopic:
		var m approval.Tidings
		if i.Decode(&m) == nil {
			return "持证人", m.Application
		}
	}
	return "", ""
}

// TopicLabel says what the messages of a topic are, for the administrator.
func TopicLabel(topic string) string {
	switch topic {
	case hotline.FilingTopic:
		return "办结备案"
	case hotline.AlertTopic:
		return "工单提醒"
	case approval.AlertTopic:
		return "办件提醒"
	case approval.HolderTopic:
		return "证照到期告知"
	}
	return "其他消息"
}

func holders(p org.Permission) string { return "负责“" + p.Label() + "”的人员" }
