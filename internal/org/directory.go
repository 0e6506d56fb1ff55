package org

import (
	"context"
	"strings"

	"huying/internal/storage"
)

// Directory is both trees as they stand, read once and shared. It must not be changed.
type Directory struct {
	regions     []Region     // parents before children
	departments []Department // parents before children
	regionByID  map[string]int
	deptByID    map[string]int
}

// Directory gives the trees from memory. They include what is out of use: old cases still name it.
func (s *Service) Directory(ctx context.Context) (*Directory, error) {
	if err := s.cache.fresh(ctx); err != nil {
		return nil, err
	}
	if d := s.cache.tree(); d != nil {
		return d, nil
	}
	d := &Directory{regionByID: map[string]int{}, deptByID: map[string]int{}}
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		version, err := readVersion(tx)
		if err != nil {
			return err
		}
		if err := d.read(tx); err != nil {
			return err
		}
		s.cache.keepTree(version, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Directory) read(tx *storage.Tx) error {
	err := eachRegion(tx, ` ORDER BY path, id`, nil, func(r Region) {
		d.regionByID[r.ID] = len(d.regions)
		d.regions = append(d.regions, r)
	})
	if err != nil {
		return err
	}
	return eachDepartment(tx, ` ORDER BY path, id`, nil, func(dept Department) {
		d.deptByID[dept.ID] = len(d.departments)
		d.departments = append(d.departments, dept)
	})
}

// Regions lists the places under path ("" = all), parents before children.
func (d *Directory) Regions(path string) []Region {
	var out []Region
	for _, r := range d.regions {
		if strings.HasPrefix(r.Path, path) {
			out = append(out, r)
		}
	}
	return out
}

// Departments lists the offices of the scope, parents before children.
func (d *Directory) Departments(within Scope) []Department {
	var out []Department
	for _, dept := range d.departments {
		if within.Covers(dept.Path, dept.RegionPath) {
			out = append(out, dept)
		}
	}
	return out
}

// Region finds a place by its code.
func (d *Directory) Region(id string) (Region, bool) {
	i, ok := d.regionByID[id]
	if !ok {
		return Region{}, false
	}
	return d.regions[i], true
}

// Department finds an office by its id.
func (d *Directory) Department(id string) (Department, bool) {
	i, ok := d.deptByID[id]
	if !ok {
		return Department{}, false
	}
	return d.departments[i], true
}

// RegionName gives the names on the way to a place without the root's, "城东区 › 望江街道".
func (d *Directory) RegionName(id string) string {
	var names []string
	for r, ok := d.Region(id); ok; r, ok = d.Region(r.Parent) {
		names = append([]string{r.Name}, names...)
	}
	if len(names) > 1 {
		names = names[1:]
	}
	return strings.Join(names, " › ")
}
