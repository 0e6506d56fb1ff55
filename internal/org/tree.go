package org

import (
	"regexp"
	"slices"
	"strings"

	"huying/internal/fault"
	"huying/internal/storage"
)

// Level is what kind of place a region is. The tree may have any depth and may leave levels out (ORG-03, GAP-40).
type Level string

// The levels of ORG-01 and ORG-02, from the top.
const (
	Province Level = "province"
	City     Level = "city"
	County   Level = "county"
	Township Level = "township"
	Village  Level = "village"
)

var levels = []Level{Province, City, County, Township, Village}

var levelNames = map[Level]string{
	Province: "省", City: "市", County: "县（市、区）", Township: "乡镇（街道）", Village: "村（社区）",
}

// Chinese gives the level's name.
func (l Level) Chinese() string { return levelNames[l] }

// Region is a node of the tree of places. ID is its division code (行政区划代码).
type Region struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Level  Level  `json:"level"`
	Parent string `json:"parent"`
	Path   string `json:"path"`
	Active bool   `json:"active"`
}

// Kind is what a department does in the hotline's division of work.
type Kind string

// The kinds of department.
const (
	Centre           Kind = "centre"
	Supervision      Kind = "supervision"
	Inspection       Kind = "inspection"
	Bureau           Kind = "bureau"
	TownshipOffice   Kind = "township"
	LegalAffairs     Kind = "legal"
	LeadingGroup     Kind = "leading"
	ServiceHall      Kind = "hall"
	OtherDepartments Kind = "other"
)

var kindNames = map[Kind]string{
	Centre: "12345中心", Supervision: "督查中心", Inspection: "监察室", Bureau: "承办部门", TownshipOffice: "乡镇（街道）",
	LegalAffairs: "政策法规处", LeadingGroup: "领导小组", ServiceHall: "窗口服务大厅", OtherDepartments: "其他单位",
}

// Chinese gives the kind's name.
func (k Kind) Chinese() string { return kindNames[k] }

// Department is a node of the tree of offices. Phone is the office's published telephone.
type Department struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Short      string `json:"short"`
	Kind       Kind   `json:"kind"`
	Parent     string `json:"parent"`
	Path       string `json:"path"`
	Region     string `json:"region"`
	RegionPath string `json:"regionPath"`
	Phone      string `json:"phone"`
	Active     bool   `json:"active"`
}

var (
	regionCode   = regexp.MustCompile(`^[0-9]{2,12}$`)
	departmentID = regexp.MustCompile(`^[0-9A-Za-z-]{1,32}$`)
)

// AddRegion adds a place under r.Parent ("" makes a root) and gives it back with its path. A place may lie in one of
// its own level or above, not below (ORG-01, ORG-02).
func (s *Service) AddRegion(tx *storage.Tx, by Actor, r Region) (Region, error) {
	r.Name = strings.TrimSpace(r.Name)
	switch {
	case !regionCode.MatchString(r.ID):
		return Region{}, invalid("org.region.code", "id", "区划代码应为2至12位数字。")
	case r.Name == "":
		return Region{}, invalid("org.region.name", "name", "请填写区域名称。")
	case !slices.Contains(levels, r.Level):
		return Region{}, invalid("org.region.level", "level", "区域层级应为省、市、县、乡镇、村之一。").Under("ORG-02")
	}
	r.Path, r.Active = "/"+r.ID+"/", true
	if r.Parent != "" {
		parent, err := RegionByID(tx, r.Parent)
		if err != nil {
			return Region{}, err
		}
		if slices.Index(levels, r.Level) < slices.Index(levels, parent.Level) {
			return Region{}, invalid("org.region.level", "level", "下级区域的层级不能高于上级区域。").Under("ORG-01")
		}
		r.Path = parent.Path + r.ID + "/"
	}
	onBehalf, err := Require(by, AdminTree, "", r.Path)
	if err != nil {
		return Region{}, err
	}
	if taken, err := exists(tx, `SELECT 1 FROM org_region WHERE id = $1`, r.ID); taken || err != nil {
		return Region{}, orTaken(err, "org.region.taken", "该区划代码已经存在。")
	}
	_, err = tx.Exec(`INSERT INTO org_region (id, name, level, parent_id, path, active) VALUES ($1, $2, $3, $4, $5, 1)`,
		r.ID, r.Name, string(r.Level), nullable(r.Parent), r.Path)
	if err != nil {
		return Region{}, err
	}
	return r, s.amend(tx, "org", by, act{"region.add", onBehalf, "ORG-01", r})
}

// ChangeRegion renames a place, or takes it out of use and back. Its code and its parent stay: paths are in every
// case ever filed there. A reorganisation adds the new place and takes the old one out of use.
func (s *Service) ChangeRegion(tx *storage.Tx, by Actor, id, name string, active bool) error {
	r, err := RegionByID(tx, id)
	if err != nil {
		return err
	}
	onBehalf, err := Require(by, AdminTree, "", r.Path)
	if err != nil {
		return err
	}
	r.Name, r.Active = strings.TrimSpace(name), active
	if r.Name == "" {
		return invalid("org.region.name", "name", "请填写区域名称。")
	}
	if _, err := tx.Exec(`UPDATE org_region SET name = $1, active = $2 WHERE id = $3`, r.Name, flag(active), id); err != nil {
		return err
	}
	return s.amend(tx, "org", by, act{"region.change", onBehalf, "ORG-01", r})
}

// AddDepartment adds an office under d.Parent ("" makes a root) in d.Region and gives it back with its paths. An empty
// ID is filled.
func (s *Service) AddDepartment(tx *storage.Tx, by Actor, d Department) (Department, error) {
	if d.ID == "" {
		d.ID = tx.NewID()
	}
	if !departmentID.MatchString(d.ID) {
		return Department{}, invalid("org.department.id", "id", "部门编号应为1至32位字母、数字或者短横线。")
	}
	d, err := d.tidy()
	if err != nil {
		return Department{}, err
	}
	region, err := RegionByID(tx, d.Region)
	if err != nil {
		return Department{}, err
	}
	d.RegionPath, d.Path, d.Active = region.Path, "/"+d.ID+"/", true
	if d.Parent != "" {
		parent, err := DepartmentByID(tx, d.Parent)
		if err != nil {
			return Department{}, err
		}
		d.Path = parent.Path + d.ID + "/"
	}
	onBehalf, err := Require(by, AdminTree, d.Path, d.RegionPath)
	if err != nil {
		return Department{}, err
	}
	if taken, err := exists(tx, `SELECT 1 FROM org_department WHERE id = $1`, d.ID); taken || err != nil {
		return Department{}, orTaken(err, "org.department.taken", "该部门编号已经存在。")
	}
	_, err = tx.Exec(`INSERT INTO org_department (id, name, short, kind, parent_id, path, region_id, region_path, phone, active)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`,
		d.ID, d.Name, d.Short, string(d.Kind), nullable(d.Parent), d.Path, d.Region, d.RegionPath, d.Phone)
	if err != nil {
		return Department{}, err
	}
	return d, s.amend(tx, "org", by, act{"department.add", onBehalf, "", d})
}

// ChangeDepartment changes an office's names, kind and telephone, or takes it out of use and back. Its place in the
// trees stays, as with ChangeRegion. An office with active people cannot be taken out of use.
func (s *Service) ChangeDepartment(tx *storage.Tx, by Actor, change Department) error {
	old, err := DepartmentByID(tx, change.ID)
	if err != nil {
		return err
	}
	onBehalf, err := Require(by, AdminTree, old.Path, old.RegionPath)
	if err != nil {
		return err
	}
	d := old
	d.Name, d.Short, d.Kind, d.Phone, d.Active = change.Name, change.Short, change.Kind, change.Phone, change.Active
	if d, err = d.tidy(); err != nil {
		return err
	}
	if old.Active && !d.Active {
		staffed, err := exists(tx, `SELECT 1 FROM org_person WHERE department_id = $1 AND active = 1 LIMIT 1`, d.ID)
		if err != nil {
			return err
		}
		if staffed {
			return fault.New(fault.Conflict, "org.department.staffed", "该部门还有在用账号，请先调整人员再停用部门。")
		}
	}
	_, err = tx.Exec(`UPDATE org_department SET name = $1, short = $2, kind = $3, phone = $4, active = $5 WHERE id = $6`,
		d.Name, d.Short, string(d.Kind), d.Phone, flag(d.Active), d.ID)
	if err != nil {
		return err
	}
	return s.amend(tx, "org", by, act{"department.change", onBehalf, "", d})
}

// tidy checks what a person typed. The short name is the name when it is left out.
func (d Department) tidy() (Department, error) {
	d.Name, d.Short, d.Phone = strings.TrimSpace(d.Name), strings.TrimSpace(d.Short), strings.TrimSpace(d.Phone)
	if d.Name == "" {
		return d, invalid("org.department.name", "name", "请填写部门名称。")
	}
	if kindNames[d.Kind] == "" {
		return d, invalid("org.department.kind", "kind", "请选择部门类别。")
	}
	if d.Phone != "" && !validPhone(d.Phone) {
		return d, invalid("org.phone", "phone", "电话号码格式不正确，应为手机号码或者带区号的固定电话。")
	}
	if d.Short == "" {
		d.Short = d.Name
	}
	return d, nil
}

// RegionByID reads one place; it may be out of use.
func RegionByID(tx *storage.Tx, id string) (Region, error) {
	var found Region
	err := eachRegion(tx, ` WHERE id = $1`, []any{id}, func(r Region) { found = r })
	if err == nil && found.ID == "" {
		err = fault.New(fault.NotFound, "org.region.unknown", "没有这个区域。")
	}
	return found, err
}

// DepartmentByID reads one office; it may be out of use.
func DepartmentByID(tx *storage.Tx, id string) (Department, error) {
	var found Department
	err := eachDepartment(tx, ` WHERE id = $1`, []any{id}, func(d Department) { found = d })
	if err == nil && found.ID == "" {
		err = fault.New(fault.NotFound, "org.department.unknown", "没有这个部门。")
	}
	return found, err
}

// RegionExists reports whether there is a place with this path; policy asks before it takes an override.
func RegionExists(tx *storage.Tx, path string) (bool, error) {
	return exists(tx, `SELECT 1 FROM org_region WHERE path = $1`, path)
}

func eachRegion(tx *storage.Tx, where string, args []any, keep func(Region)) error {
	return tx.All(`SELECT id, name, level, COALESCE(parent_id, ''), path, active FROM org_region`+where, args,
		func(scan func(...any) error) error {
			var r Region
			var active int
			err := scan(&r.ID, &r.Name, &r.Level, &r.Parent, &r.Path, &active)
			r.Active = active == 1
			keep(r)
			return err
		})
}

func eachDepartment(tx *storage.Tx, where string, args []any, keep func(Department)) error {
	return tx.All(`SELECT id, name, short, kind, COALESCE(parent_id, ''), path, region_id, region_path, phone, active
		FROM org_department`+where, args,
		func(scan func(...any) error) error {
			var d Department
			var active int
			err := scan(&d.ID, &d.Name, &d.Short, &d.Kind, &d.Parent, &d.Path, &d.Region, &d.RegionPath, &d.Phone, &active)
			d.Active = active == 1
			keep(d)
			return err
		})
}
