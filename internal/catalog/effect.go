package catalog

import (
	"cmp"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// effected is what the event says a change did. Record is the digest of the version that was published.
type effected struct {
	Status  Status `json:"status"`
	Version int64  `json:"version,omitempty"`
	Record  string `json:"record,omitempty"`
}

// effect makes a change true. Nothing else writes a version or a status.
func (s *Service) effect(a *casework.Act, c *change) (effected, error) {
	tx := a.Tx()
	i, err := s.item(tx, `WHERE i.id = $1`+tx.Fork("", " FOR UPDATE OF i"), c.item)
	if err != nil {
		return effected{}, err
	}
	if i.Status != Drafted {
		if err := fits(&Item{Status: i.Status}, false, c.kind); err != nil {
			return effected{}, err
		}
	}
	i.Change = ""
	var digest string
	switch {
	case speaks[c.kind]:
		was := i.Status
		if digest, err = s.publish(tx, &i, *c.record, c.id, a.Actor().ID); err != nil {
			return effected{}, err
		}
		if was == Suspended { // a revision does not take an item up again
			i.Status = Suspended
		}
		err = s.takenOver(tx, c)
	case c.kind == KindDevolve:
		err = s.devolve(tx, c, &i)
	case c.kind == KindSuspend:
		i.Status = Suspended
	case c.kind == KindResume:
		i.Status = Published
	case c.kind == KindCancel:
		i.Status = Cancelled
	}
	if err != nil {
		return effected{}, err
	}
	update(tx, &i)
	e := effected{Status: i.Status, Record: digest}
	if digest != "" {
		e.Version = i.Version
	}
	return e, nil
}

// devolve makes an item in draft for each department below, which takes it over when it is ready (CAT-10, CAT-15). The
// item itself stays in use until all have, and beyond if the change says so: nobody is left without an office to go to.
func (s *Service) devolve(tx *storage.Tx, c *change, i *Item) error {
	dir, err := s.org.Directory(tx.Context())
	if err != nil {
		return err
	}
	for _, id := range strings.Fields(c.targets) {
		dept, err := department(dir, id, "to")
		if err != nil {
			return err
		}
		if dept.Path == i.Dept {
			return fault.New(fault.Invalid, "catalog.devolve.self", "不能下放给事项现在的实施主体。").On("to", "就是现在的实施主体").Under("CAT-10")
		}
		below := Item{ID: tx.NewID(), Tier: i.Tier, Parent: i.Parent, Status: Drafted, Dept: dept.Path, Region: dept.RegionPath,
			Record: Record{Name: i.Record.Name, BasicCode: i.Record.BasicCode, Type: i.Record.Type, Class: i.Record.Class, Level: levelBelow(dir, dept, i.Record.Level)}}
		insert(tx, &below)
		tx.Queue(`INSERT INTO catalog_transfers (id, kind, item_id, origin_item, origin, dept, region, keep, granted_at) VALUES ($1, 'devolve', $2, $3, $4, $5, $6, $7, $8)`,
			tx.NewID(), below.ID, i.ID, i.Dept, dept.Path, dept.RegionPath, c.keep, storage.Millis(tx.Now))
	}
	return nil
}

// levelBelow is the level at which a department exercises what it is handed down.
func levelBelow(dir *org.Directory, dept org.Department, otherwise Level) Level {
	region, _ := dir.Region(dept.Region)
	return cmp.Or(map[org.Level]Level{org.Province: Province, org.City: City, org.County: County, org.Township: Township, org.Village: Village}[region.Level], otherwise)
}

// transfer notes that an item is to be taken over from an upper body (CAT-17). What was devolved inside the catalogue has
// its note already.
func transfer(tx *storage.Tx, c *change, i *Item) error {
	if c.kind != KindTakeOver {
		return nil
	}
	waiting, err := tx.One(`SELECT id FROM catalog_transfers WHERE item_id = $1 AND done_at IS NULL`, []any{i.ID}, new(string))
	if err != nil || waiting {
		return err
	}
	if c.origin == "" {
		return fault.New(fault.Invalid, "catalog.origin", "请写明从哪个上级部门承接。").On("origin", "不能为空").Under("CAT-17")
	}
	tx.Queue(`INSERT INTO catalog_transfers (id, kind, item_id, origin, dept, region, granted_at) VALUES ($1, 'takeover', $2, $3, $4, $5, $6)`,
		tx.NewID(), i.ID, c.origin, i.Dept, i.Region, storage.Millis(tx.Now))
	return nil
}

// takenOver notes that an item has been taken over. When the last of those to whom it was devolved has done so, the item
// above ends, unless it was to be kept.
func (s *Service) takenOver(tx *storage.Tx, c *change) error {
	if c.kind != KindTakeOver {
		return nil
	}
	var origin string
	var keep bool
	found, err := tx.One(`SELECT origin_item, keep FROM catalog_transfers WHERE item_id = $1 AND done_at IS NULL`, []any{c.item}, &origin, &keep)
	if err != nil || !found {
		return err
	}
	tx.Queue(`UPDATE catalog_transfers SET done_at = $1 WHERE item_id = $2 AND done_at IS NULL`, storage.Millis(tx.Now), c.item)
	if origin == "" || keep {
		return nil
	}
	var waiting int64
	if _, err := tx.One(`SELECT COUNT(*) FROM catalog_transfers WHERE origin_item = $1 AND done_at IS NULL`, []any{origin}, &waiting); err != nil || waiting > 0 {
		return err
	}
	above, err := s.item(tx, `WHERE i.id = $1`+tx.Fork("", " FOR UPDATE OF i"), origin)
	if err != nil || above.Status == Cancelled {
		return err
	}
	above.Status = Cancelled
	update(tx, &above)
	return nil
}
