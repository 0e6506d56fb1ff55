package org

import "strings"

// Grant is a role held within a part of the department tree and a part of the region tree. An empty path is the whole
// tree. For names the absent person whose grant a deputy is using; it is empty for a person's own grant.
type Grant struct {
	Role       Role   `json:"role"`
	DeptPath   string `json:"deptPath"`
	RegionPath string `json:"regionPath"`
	For        string `json:"for,omitempty"`
	Home       string `json:"-"` // path of the department that its holder belongs to
}

// reach is where the grant gives p. A post over the whole tree oversees it and does not answer for it: what only the
// department in charge may do, its holder does for his own department (HOT-20, HOT-63), unless he stands in for all.
func (g Grant) reach(p Permission) part {
	if g.DeptPath == "" && inCharge[p] && !g.standsIn(p) {
		return part{dept: g.Home, region: g.RegionPath}
	}
	return part{dept: g.DeptPath, region: g.RegionPath}
}

// standsIn reports that the grant gives p for all departments while they are closed: the person on duty for the whole tree
// signs then (DUTY-01, DUTY-03). The verb sees to the hours.
func (g Grant) standsIn(p Permission) bool {
	return g.Role == Duty && g.DeptPath == "" && p == OrderSign
}

// Covers reports whether a thing that belongs to the department path and the region path lies within the grant.
// Paths end in "/", so a prefix always ends at a node.
func (g Grant) Covers(deptPath, regionPath string) bool {
	return strings.HasPrefix(deptPath, g.DeptPath) && strings.HasPrefix(regionPath, g.RegionPath)
}

// Absent is a person for whom somebody acts as deputy.
type Absent struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Post string `json:"post"`
}

// Actor is who asks: a signed-in person with everything needed to decide what they may do, without the database.
// It is a value that is shared between requests and must not be changed.
type Actor struct {
	ID         string
	Name       string
	Login      string
	Post       string
	Dept       string
	DeptName   string
	DeptPath   string
	Region     string
	RegionPath string

	Grants    []Grant
	ActingFor []Absent // for whom this person is acting as deputy at the moment

	// CredentialVersion changes with every change of password, reset and deactivation; a web session that was opened
	// under another one has ended.
	CredentialVersion int64
	// MustChangePassword is set after a reset: the person may do nothing before choosing a password.
	MustChangePassword bool

	unlimited bool
}

// System is the program itself: the meter that rings, the importer, the synthetic city. It may do everything, and the
// record says "system".
func System() Actor { return Actor{ID: "system", Name: "系统", unlimited: true} }

// May reports whether the person may do p to a thing of this department path and region path. A thing that belongs to
// no department or no region has the empty path there, and only a grant over the whole of that tree covers it.
func (a Actor) May(p Permission, deptPath, regionPath string) bool {
	_, ok := a.Authority(p, deptPath, regionPath)
	return ok
}

// Authority tells in whose right the person may do p: their own ("") or that of an absent person whose deputy they are.
// Their own right comes first. The answer belongs in the record of what was done (audit's OnBehalf).
func (a Actor) Authority(p Permission, deptPath, regionPath string) (onBehalf string, ok bool) {
	if a.unlimited {
		return "", true
	}
	for _, g := range a.Grants {
		if !g.Role.Holds(p) || !g.reach(p).covers(part{dept: deptPath, region: regionPath}) {
			continue
		}
		if g.For == "" {
			return "", true
		}
		if !ok {
			onBehalf, ok = g.For, true
		}
	}
	return onBehalf, ok
}

// StandsIn reports that the person may do p there, but only in the place of a department whose office is closed.
func (a Actor) StandsIn(p Permission, deptPath, regionPath string) (only bool) {
	for _, g := range a.Grants {
		if !g.Role.Holds(p) || !g.reach(p).covers(part{dept: deptPath, region: regionPath}) {
			continue
		}
		if !g.standsIn(p) || strings.HasPrefix(deptPath, g.Home) {
			return false
		}
		only = true
	}
	return only
}

// MayAnywhere reports whether the person has the permission over any part of the trees. It decides what a menu shows,
// never what a verb does.
func (a Actor) MayAnywhere(p Permission) bool {
	if a.unlimited {
		return true
	}
	for _, g := range a.Grants {
		if g.Role.Holds(p) {
			return true
		}
	}
	return false
}

// Is reports whether the person is the one named, or acts for them. An order assigned to an absent handler is the
// deputy's to handle.
func (a Actor) Is(personID string) bool {
	if personID == "" {
		return false
	}
	if a.ID == personID {
		return true
	}
	for _, absent := range a.ActingFor {
		if absent.ID == personID {
			return true
		}
	}
	return false
}

// IDs lists the person and everyone they act for: whose work is on their desk today.
func (a Actor) IDs() []string {
	ids := []string{a.ID}
	for _, absent := range a.ActingFor {
		ids = append(ids, absent.ID)
	}
	return ids
}

// PolicyAuthority is May for the settings of a region; package policy asks for it.
func (a Actor) PolicyAuthority(regionPath string) (by, onBehalf string, ok bool) {
	onBehalf, ok = a.Authority(AdminPolicy, "", regionPath)
	return a.ID, onBehalf, ok
}
