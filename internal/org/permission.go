package org

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Permission is one thing a person may do, "area.verb". Permissions are a closed list: each area declares its own in a
// table, with the roles that hold it, and everything else is refused.
type Permission string

// PermissionDef is one row of an area's table: the permission, its Chinese label for the administrator, and the roles
// that hold it.
type PermissionDef struct {
	Permission Permission
	Label      string
	Roles      []Role
}

// PermissionGroup is the permissions of one area under its Chinese heading.
type PermissionGroup struct {
	Title string
	Rows  []PermissionDef
}

var (
	permissionGroups []PermissionGroup
	holders          = map[Role]map[Permission]bool{}
	declared         = map[Permission]string{} // by its label
)

// Declare adds an area's permissions when the program starts: `var _ = org.Declare("工单", rows...)`. It must not be
// called later than that. A permission declared twice and a role that does not exist are mistakes of the programmer
// and stop the program.
func Declare(title string, rows ...PermissionDef) PermissionGroup {
	for _, row := range rows {
		if _, twice := declared[row.Permission]; twice {
			panic(fmt.Sprintf("org: permission %q is declared twice", row.Permission))
		}
		declared[row.Permission] = row.Label
		for _, role := range row.Roles {
			if !role.Known() {
				panic(fmt.Sprintf("org: permission %q names the unknown role %q", row.Permission, role))
			}
			if holders[role] == nil {
				holders[role] = map[Permission]bool{}
			}
			holders[role][row.Permission] = true
		}
	}
	group := PermissionGroup{Title: title, Rows: rows}
	permissionGroups = append(permissionGroups, group)
	return group
}

// Label is what the permission is called, "" if nobody declared it.
func (p Permission) Label() string { return declared[p] }

// PermissionGroups lists every declared permission by area, ordered by heading.
func PermissionGroups() []PermissionGroup {
	groups := slices.Clone(permissionGroups)
	slices.SortFunc(groups, func(a, b PermissionGroup) int {
		return strings.Compare(a.Title, b.Title)
	})
	return groups
}

// Permissions lists what the role may do, in alphabetical order.
func (r Role) Permissions() []Permission {
	return slices.Sorted(maps.Keys(holders[r]))
}

// Holds reports whether the role has the permission.
func (r Role) Holds(p Permission) bool { return holders[r][p] }
