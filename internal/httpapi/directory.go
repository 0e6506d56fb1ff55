package httpapi

import (
	"context"

	"huying/internal/org"
	"huying/internal/storage"
)

// Directory is both trees, parents before children. It includes what is out of use.
type Directory struct {
	Regions     []org.Region     `json:"regions"`
	Departments []org.Department `json:"departments"`
}

// Colleague is somebody who may be named for a task.
type Colleague struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Post string `json:"post"`
}

// RoleView is a role as the administrator sees it.
type RoleView struct {
	Key         org.Role         `json:"key"`
	Name        string           `json:"name"`
	Alias       string           `json:"alias,omitempty"`
	Does        string           `json:"does"`
	Rule        string           `json:"rule,omitempty"`
	Permissions []PermissionView `json:"permissions"`
}

// PermissionView is a permission with its label.
type PermissionView struct {
	Key   org.Permission `json:"key"`
	Label string         `json:"label"`
	Group string         `json:"group"`
}

type regionInput struct {
	Keyed
	Body struct {
		ID     string    `json:"id"`
		Name   string    `json:"name"`
		Level  org.Level `json:"level"`
		Parent string    `json:"parent,omitempty"`
	}
}

type changeRegionInput struct {
	ByID
	Body struct {
		Name   string `json:"name"`
		Active bool   `json:"active"`
	}
}

// DepartmentBody is what an administrator fills in about an office.
type DepartmentBody struct {
	Name  string   `json:"name"`
	Short string   `json:"short,omitempty"`
	Kind  org.Kind `json:"kind"`
	Phone string   `json:"phone,omitempty"`
}

type departmentInput struct {
	Keyed
	Body struct {
		ID     string `json:"id,omitempty"`
		Parent string `json:"parent,omitempty"`
		Region string `json:"region"`
		DepartmentBody
	}
}

type changeDepartmentInput struct {
	ByID
	Body struct {
		DepartmentBody
		Active bool `json:"active"`
	}
}

func (a *api) directoryRoutes() {
	admin := []org.Permission{org.AdminTree}
	handle(a, operation{method: get, path: "/api/directory", id: "getDirectory", summary: "区域和部门", tag: peopleTag},
		func(ctx context.Context, _ org.Actor, _ *struct{}) (Directory, error) {
			d, err := a.Org.Directory(ctx)
			if err != nil {
				return Directory{}, err
			}
			return Directory{filled(d.Regions("")), filled(d.Departments(org.Everything()))}, nil
		})
	handle(a, operation{method: get, path: "/api/departments/{id}/people", id: "listColleagues", summary: "部门在职人员", tag: peopleTag},
		func(ctx context.Context, _ org.Actor, in *ByID) ([]Colleague, error) { return a.colleagues(ctx, in.ID) })
	handle(a, operation{method: get, path: "/api/roles", id: "listRoles", summary: "角色和权限", tag: peopleTag},
		func(context.Context, org.Actor, *struct{}) ([]RoleView, error) { return roleViews(), nil })
	handle(a, operation{method: post, path: "/api/regions", id: "addRegion", summary: "新增区域", tag: peopleTag, status: 201, needs: admin},
		func(ctx context.Context, who org.Actor, in *regionInput) (org.Region, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Region, error) {
				b := in.Body
				return a.Org.AddRegion(tx, who, org.Region{ID: b.ID, Name: b.Name, Level: b.Level, Parent: b.Parent})
			})
		})
	handleNone(a, operation{method: post, path: "/api/regions/{id}/change", id: "changeRegion", summary: "变更区域", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *changeRegionInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.ChangeRegion(tx, who, in.ID, in.Body.Name, in.Body.Active) })
		})
	handle(a, operation{method: post, path: "/api/departments", id: "addDepartment", summary: "新增部门", tag: peopleTag, status: 201, needs: admin},
		func(ctx context.Context, who org.Actor, in *departmentInput) (org.Department, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Department, error) {
				b := in.Body
				return a.Org.AddDepartment(tx, who, org.Department{ID: b.ID, Parent: b.Parent, Region: b.Region, Name: b.Name, Short: b.Short, Kind: b.Kind, Phone: b.Phone})
			})
		})
	handleNone(a, operation{method: post, path: "/api/departments/{id}/change", id: "changeDepartment", summary: "变更部门", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *changeDepartmentInput) (none, error) {
			b := in.Body
			return done(ctx, a, func(tx *storage.Tx) error {
				return a.Org.ChangeDepartment(tx, who, org.Department{ID: in.ID, Name: b.Name, Short: b.Short, Kind: b.Kind, Phone: b.Phone, Active: b.Active})
			})
		})
}

// filled never is null in JSON.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *api) colleagues(ctx context.Context, dept string) ([]Colleague, error) {
	return view(ctx, a, func(tx *storage.Tx) ([]Colleague, error) {
		people, err := org.Colleagues(tx, dept)
		out := make([]Colleague, len(people))
		for i, p := range people {
			out[i] = Colleague{p.ID, p.Name, p.Post}
		}
		return out, err
	})
}

func roleViews() []RoleView {
	labels := map[org.Permission]PermissionView{}
	for _, g := range org.PermissionGroups() {
		for _, row := range g.Rows {
			labels[row.Permission] = PermissionView{row.Permission, row.Label, g.Title}
		}
	}
	var out []RoleView
	for _, info := range org.Roles() {
		r := RoleView{Key: info.Role, Name: info.Name, Alias: info.Alias, Does: info.Does, Rule: info.Rule, Permissions: []PermissionView{}}
		for _, p := range info.Role.Permissions() {
			r.Permissions = append(r.Permissions, labels[p])
		}
		out = append(out, r)
	}
	return out
}
