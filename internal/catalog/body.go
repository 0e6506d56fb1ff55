package catalog

import (
	"context"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Body is the implementing body behind a department: its credit code (GB 32100) and its nature (GB/T 39046 A.3). Placeholder
// tells that the code is made up, because none has been entered.
type Body struct {
	Department  string `json:"department"`
	Credit      string `json:"credit"`
	Nature      string `json:"nature"` // 1 法定机关, 2 授权组织, 3 受委托组织, 9 其他
	Placeholder bool   `json:"placeholder,omitempty"`
}

// Natures are what an implementing body may be.
var Natures = []Word{{"1", "法定机关", ""}, {"2", "授权组织", ""}, {"3", "受委托组织", ""}, {"9", "其他", ""}}

// BodyOf tells the code and nature of a department.
func (s *Service) BodyOf(tx *storage.Tx, dept org.Department) (Body, error) {
	b := Body{Department: dept.ID}
	found, err := tx.One(`SELECT credit, nature FROM catalog_bodies WHERE dept_id = $1`, []any{dept.ID}, &b.Credit, &b.Nature)
	if err == nil && !found {
		b.Credit, b.Nature, b.Placeholder = PlaceholderCredit(dept.Region, dept.ID), "1", true
	}
	return b, err
}

// Bodies lists the departments that implement items, with their codes.
func (s *Service) Bodies(ctx context.Context, actor org.Actor) (out []Body, err error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return nil, org.Forbidden()
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out = []Body{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var paths []string
		err := tx.All(`SELECT DISTINCT dept FROM catalog_items ORDER BY dept`, nil, func(scan func(...any) error) error {
			paths = append(paths, "")
			return scan(&paths[len(paths)-1])
		})
		if err != nil {
			return err
		}
		for _, path := range paths {
			dept, _ := dir.Department(deptID(path))
			b, err := s.BodyOf(tx, dept)
			if err != nil {
				return err
			}
			out = append(out, b)
		}
		return nil
	})
	return out, err
}

// SaveBody enters the credit code of a department. Items that were published keep the codes they have.
func (s *Service) SaveBody(ctx context.Context, actor org.Actor, b Body) error {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return err
	}
	if _, err := department(dir, b.Department, "department"); err != nil {
		return err
	}
	if !ValidCredit(b.Credit) {
		return fault.New(fault.Invalid, "catalog.credit", "统一社会信用代码有误，请核对。").On("credit", "校验码不符")
	}
	if !known(Natures, b.Nature) {
		return fault.New(fault.Invalid, "catalog.nature", "请选择实施主体性质。").On("nature", "请选择")
	}
	return s.keep(ctx, actor, "body", b.Department, "CAT-05", b, func(tx *storage.Tx) error { return saveBody(tx, b) })
}

func saveBody(tx *storage.Tx, b Body) error {
	_, err := tx.Exec(`INSERT INTO catalog_bodies (dept_id, credit, nature) VALUES ($1, $2, $3)
		ON CONFLICT (dept_id) DO UPDATE SET credit = excluded.credit, nature = excluded.nature`, b.Department, b.Credit, b.Nature)
	if storage.IsUnique(err) {
		return fault.New(fault.Conflict, "catalog.credit.taken", "这个统一社会信用代码已登记在另一部门。").On("credit", "已被使用")
	}
	return err
}
