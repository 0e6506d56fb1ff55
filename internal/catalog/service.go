package catalog

import (
	"context"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Live is told after the commit what changed, by which permission it is seen, and every place that it belongs to.
type Live interface {
	Changed(topic, id string, by org.Permission, places []org.Place)
}

// Service holds the catalogue's verbs and what is read of it. Each verb checks its actor's permission, runs in one
// transaction, and refuses with a fault whose sentence may be shown.
type Service struct {
	db      *storage.DB
	live    Live
	kernel  *casework.Kernel
	org     *org.Service
	policy  *policy.Book
	records records
	schemas schemas
	shelves shelves
}

// New makes the service. live may be nil.
func New(db *storage.DB, kernel *casework.Kernel, people *org.Service, settings *policy.Book, live Live) *Service {
	return &Service{db: db, live: live, kernel: kernel, org: people, policy: settings}
}

// Ref tells where a verb left its change, and which item it is of.
type Ref struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	State   string `json:"state"`
	Version int64  `json:"version"`
	Item    string `json:"item"`
}

// act runs one verb on a change: it locks and checks the case, lets do alter the change's row, and writes both with their
// event. What do returns are the event's facts.
func (s *Service) act(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, c *change) (any, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, action)
		if err != nil {
			return err
		}
		c, err := loadChange(tx, id)
		if err != nil {
			return err
		}
		before := c.row
		facts, err := do(a, c)
		if err != nil {
			return err
		}
		if c.row != before {
			c.save(tx)
		}
		s.announce(a, c)
		ref, err = finish(a, c, facts)
		return err
	})
	return ref, err
}

// announce tells the open pages, once all is written, that a change and its item are no longer as they were.
func (s *Service) announce(a *casework.Act, c *change) {
	if s.live == nil {
		return
	}
	places := []org.Place{{Dept: a.Case.Dept, Region: a.Case.Region}}
	a.Tx().OnCommit(func() {
		s.live.Changed("change", c.id, org.CatalogView, places)
		s.live.Changed("item", c.item, org.CatalogView, places)
	})
}

func finish(a *casework.Act, c *change, facts any) (Ref, error) {
	if err := a.Finish("", facts); err != nil {
		return Ref{}, err
	}
	return Ref{ID: a.Case.ID, Number: a.Case.Number, State: a.Case.State, Version: a.Case.Version, Item: c.item}, nil
}

// department finds an office that is in use, by its id.
func department(d *org.Directory, id, field string) (org.Department, error) {
	dept, ok := d.Department(id)
	if !ok || !dept.Active {
		return dept, fault.New(fault.Invalid, "catalog.department", "请选择有效的部门。").On(field, "没有这个部门或已停用")
	}
	return dept, nil
}
