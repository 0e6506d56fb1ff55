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
	if !actor.MayAnywhere(org.OrderSupervise) {
		return out, fault.New(fault.Forbidden, "hotline.copies", "您没有查看抄送件的权限。")
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

// ReadCopies takes the copies of an order off the office's desk.
func (s *Service) ReadCopies(ctx context.Context, actor org.Actor, orderID string) error {
	if !actor.MayAnywhere(org.OrderSupervise) {
		return fault.New(fault.Forbidden, "hotline.copies", "您没有查看抄送件的权限。")
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`UPDATE order_copies SET read_at = $1, read_by = $2 WHERE order_id = $3 AND to_dept = $4 AND read_at IS NULL`,
			storage.Millis(tx.Now), actor.ID, orderID, actor.DeptPath)
		return err
	})
}
