package hotline

import (
	"context"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Copy is an order of which an office got a copy to read (HOT-49, HOT-66).
type Copy struct {
	Order  string    `json:"order"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
	Dept   string    `json:"dept"`
	Reason string    `json:"reason"` // "签收抄送" or "办结登记"
	At     time.Time `json:"at"`
}

var copyReasons = map[string]string{"signed": "签收抄送", "concluded": "办结登记"}

type copyKey struct {
	At    int64  `json:"at"`
	Order string `json:"order"`
}

// Copies lists the copies on an office's desk that nobody has read, latest first.
func (s *Service) Copies(ctx context.Context, actor org.Actor, req page.Request) (out page.Page[Copy], err error) {
	if err := mayReadCopies(actor); err != nil {
		return out, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	key := copyKey{At: storage.Millis(s.db.Now()) + 1}
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	var rows []Copy
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT k.order_id, c.number, c.title, c.dept, k.reason, k.at FROM order_copies k JOIN cases c ON c.id = k.order_id
			WHERE k.to_dept = $1 AND k.read_at IS NULL AND (k.at, k.order_id) < ($2, $3) ORDER BY k.at DESC, k.order_id DESC LIMIT $4`,
			[]any{actor.DeptPath, key.At, key.Order, req.Limit() + 1}, func(scan func(...any) error) error {
				var c Copy
				err := scan(&c.Order, &c.Number, &c.Title, &c.Dept, &c.Reason, &c.At)
				c.Dept, c.Reason = deptName(dir, c.Dept), copyReasons[c.Reason]
				rows = append(rows, c)
				return err
			})
	})
	return page.Of(rows, req.Limit(), func(c Copy) copyKey { return copyKey{storage.Millis(c.At), c.Order} }), err
}

// UnreadCopies counts the copies on an office's desk that nobody has read, up to mostCounted.
func (s *Service) UnreadCopies(ctx context.Context, actor org.Actor) (n int, err error) {
	if err := mayReadCopies(actor); err != nil {
		return 0, err
	}
	return n, s.db.View(ctx, func(tx *storage.Tx) error {
		_, err := tx.One(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM order_copies WHERE to_dept = $1 AND read_at IS NULL LIMIT $2) t`, []any{actor.DeptPath, mostCounted}, &n)
		return err
	})
}

// ReadCopies takes the copies of an order off the office's desk.
func (s *Service) ReadCopies(ctx context.Context, actor org.Actor, orderID string) error {
	return s.readCopies(ctx, actor, `order_id = $4`, orderID)
}

// ReadAllCopies takes all copies off the office's desk that lay there at the instant: what came after the reader looked
// stays.
func (s *Service) ReadAllCopies(ctx context.Context, actor org.Actor, until time.Time) error {
	return s.readCopies(ctx, actor, `at <= $4`, storage.Millis(until))
}

func (s *Service) readCopies(ctx context.Context, actor org.Actor, which string, arg any) error {
	if err := mayReadCopies(actor); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`UPDATE order_copies SET read_at = $1, read_by = $2 WHERE to_dept = $3 AND read_at IS NULL AND `+which,
			storage.Millis(tx.Now), actor.ID, actor.DeptPath, arg)
		return err
	})
}

func mayReadCopies(actor org.Actor) error {
	if !actor.MayAnywhere(org.OrderSupervise) {
		return fault.New(fault.Forbidden, "hotline.copies", "您没有查看抄送件的权限。")
	}
	return nil
}
