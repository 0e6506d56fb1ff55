package exchange

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Teller reaches the open pages of one person.
type Teller interface {
	Tell(person, topic, id string)
}

// Notices are what people are told inside the system: that an order nears its end, is late, was urged.
type Notices struct {
	db     *storage.DB
	kernel *casework.Kernel
	pages  Teller
}

// NewNotices makes the notices; pages may be nil.
func NewNotices(db *storage.DB, kernel *casework.Kernel, pages Teller) *Notices {
	return &Notices{db, kernel, pages}
}

// Notice is one thing that somebody was told. Order names what it is about.
type Notice struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Text   string    `json:"text"`
	Order  string    `json:"order"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
	At     time.Time `json:"at"`
	ReadAt time.Time `json:"readAt,omitzero"`
}

var sentences = map[string]string{
	"handling.soon": "办理时限将到，请抓紧办理", "handling.overdue": "办理时限已过，已发催办通知书", "urged": "被催办，请尽快办理", "explained": "承办单位报告了延误原因",
	"local": "有本地工单已派到本单位，请主要负责人安排办理", "joint": "重大件已派市、区县联合办理，请组织联合行动", "assigned.done": "交办的工单已办结，请查看结果",
	"emergency": "应急件已派出，请立即处置", "raised": "已改为应急件，须当日答复，请立即处置", "major": "重大事项已报告，请研究", "hard": "老大难件须由主要负责人包案办理", "account": "已登记问责",
	"notice": "已下达行政监察通知书", "accept.late": "网上诉求超过受理时限", "dispatch.late": "超过派单时限尚未派出", "sign.late": "超过签收时限尚未签收", "give_back.late": "答复后尚未交还工单",
	"revisit.late": "超过回访时限尚未回访", "assist.raised": "协办的工单已改为应急件，须当日办理", "assist.soon": "协办时限将到，请抓紧办理", "assist.late": "协办时限已过", "assist": "有协办任务待签收",
	"assisted.soon": "协办部门的时限将到，请督促其回复", "assisted.late": "协办部门的时限已过，请督促其回复",
}

// Alert handles hotline.AlertTopic: it tells those nearest to the order who hold the permission over it by right.
func (n *Notices) Alert(ctx context.Context, d outbox.Delivery) error {
	var alert hotline.Alert
	if err := d.Decode(&alert); err != nil {
		return err
	}
	return n.tell(ctx, d, word{alert.Order, alert.Kind, alert.Permission, alert.Dept, alert.Region})
}

// word is what is told of a case, of whatever area: to those who hold the permission where the case is.
type word struct {
	about, kind  string
	permission   org.Permission
	dept, region string
}

func (n *Notices) tell(ctx context.Context, d outbox.Delivery, w word) error {
	return n.db.Update(ctx, func(tx *storage.Tx) error {
		people, err := n.hearers(tx, w)
		if err != nil {
			return err
		}
		for _, person := range people {
			tx.Queue(`INSERT INTO exchange_notice (id, person_id, kind, case_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
				d.ID+person, person, w.kind, w.about, d.CreatedAt)
			if n.pages != nil {
				tx.OnCommit(func() { n.pages.Tell(person, "notice", d.ID+person) })
			}
		}
		return nil
	})
}

// hearers are those nearest to a case who hold the permission over it by right and may know of it: it may have gone on to
// another office since the word was sent.
func (n *Notices) hearers(tx *storage.Tx, w word) ([]string, error) {
	c, err := n.kernel.Get(tx, w.about)
	if err != nil {
		return nil, err
	}
	people, err := org.Nearest(tx, w.permission, w.dept, w.region)
	if err != nil {
		return nil, err
	}
	var hearers []string
	for _, person := range people {
		actor, err := org.ActorIn(tx, person)
		if err != nil {
			return nil, err
		}
		sees, err := n.kernel.Sees(tx, actor, c)
		if err != nil {
			return nil, err
		}
		if sees {
			hearers = append(hearers, person)
		}
	}
	return hearers, nil
}

type noticeKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// List gives the notices of a person and of those whose deputy they are, latest first; unread only if asked. One about a
// case that has gone out of their sight is no longer shown, nor counted (AUD-07).
func (n *Notices) List(ctx context.Context, who org.Actor, unread bool, req page.Request) (page.Page[Notice], error) {
	where, args := mine(who)
	var after noticeKey
	if more, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Notice]{}, err
	} else if more {
		where += ` AND (n.at, n.id) < (` + storage.Placeholders(len(args)+1, 2) + `)`
		args = append(args, after.At, after.ID)
	}
	if unread {
		where += ` AND n.read_at IS NULL`
	}
	limit := req.Limit()
	args = append(args, limit+1)
	most := storage.Placeholders(len(args), 1)
	var rows []Notice
	err := n.db.View(ctx, func(tx *storage.Tx) error {
		args := slices.Clone(args)
		where := where + ` AND ` + n.kernel.SightSQL(tx, who, &args)
		return tx.All(`SELECT n.id, n.kind, n.case_id, c.number, c.title, n.at, n.read_at FROM exchange_notice n JOIN cases c ON c.id = n.case_id
			WHERE `+where+` ORDER BY n.at DESC, n.id DESC LIMIT `+most, args, func(scan func(...any) error) error {
			var row Notice
			err := scan(&row.ID, &row.Kind, &row.Order, &row.Number, &row.Title, &row.At, &row.ReadAt)
			row.Text = cmp.Or(sentences[row.Kind], applicationSentences[row.Kind])
			rows = append(rows, row)
			return err
		})
	})
	return page.Of(rows, limit, func(row Notice) noticeKey { return noticeKey{storage.Millis(row.At), row.ID} }), err
}

// Unread counts what a person has not read, up to 99.
func (n *Notices) Unread(ctx context.Context, who org.Actor) (count int, err error) {
	where, args := mine(who)
	err = n.db.View(ctx, func(tx *storage.Tx) error {
		args := slices.Clone(args)
		_, err := tx.One(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM exchange_notice n JOIN cases c ON c.id = n.case_id
			WHERE `+where+` AND n.read_at IS NULL AND `+n.kernel.SightSQL(tx, who, &args)+` LIMIT 99) t`, args, &count)
		return err
	})
	return count, err
}

// Prune drops notices that are older than policy keeps them and that nobody needs any more: those that were read, and
// those about cases that are closed. It tells how many.
func (n *Notices) Prune(tx *storage.Tx, p *policy.Snapshot) (int64, error) {
	before := tx.Now.AddDate(0, 0, -p.Int(setKeepNotices, ""))
	return tx.Exec(`DELETE FROM exchange_notice WHERE at < $1 AND (read_at IS NOT NULL OR EXISTS (SELECT 1 FROM cases c WHERE c.id = exchange_notice.case_id AND c.closed_at IS NOT NULL))`,
		storage.Millis(before))
}

// Read marks notices of the person as read; no ids means all of them. Those of others are left alone.
func (n *Notices) Read(ctx context.Context, who org.Actor, ids []string) error {
	if len(ids) > page.MaxSize {
		return fault.Newf(fault.Invalid, "notice.many", "一次不能超过%d条。", page.MaxSize)
	}
	where, args := mine(who)
	if len(ids) > 0 {
		where += ` AND n.id IN (` + storage.Placeholders(len(args)+1, len(ids)) + `)`
		for _, id := range ids {
			args = append(args, id)
		}
	}
	args = append(args, storage.Millis(n.db.Now()))
	return n.db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`UPDATE exchange_notice AS n SET read_at = `+storage.Placeholders(len(args), 1)+` WHERE `+where+` AND n.read_at IS NULL`, args...)
		if n.pages != nil {
			tx.OnCommit(func() { // the count on his other pages falls as well
				for _, id := range who.IDs() {
					n.pages.Tell(id, "notice", "")
				}
			})
		}
		return err
	})
}

// mine is the condition on notices n that they are the person's, or of somebody the person stands in for.
func mine(who org.Actor) (where string, args []any) {
	for _, id := range who.IDs() {
		args = append(args, id)
	}
	return `n.person_id IN (` + storage.Placeholders(1, len(args)) + `)`, args
}
