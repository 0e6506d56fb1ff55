package org

import (
	"slices"

	"huying/internal/fault"
	"huying/internal/storage"
)

// Grant gives a person a role within a part of the trees ("" = the whole tree). Giving it twice changes nothing.
// Administrators grant within what they administer themselves, and never to themselves; who runs the system does not
// audit it.
func (s *Service) Grant(tx *storage.Tx, by Actor, personID string, g Grant) error {
	onBehalf, err := mayGrant(tx, by, personID, g)
	if err != nil {
		return err
	}
	if err := checkPaths(tx, g); err != nil {
		return err
	}
	held, err := grantsOf(tx, personID)
	if err != nil {
		return err
	}
	if other := apartFrom(held, g.Role); other != "" {
		return fault.Newf(fault.Refused, "org.grant.apart", "同一人不能同时担任%s和%s。", other.Info().Name, g.Role.Info().Name)
	}
	n, err := tx.Exec(`INSERT INTO org_grant (person_id, role, dept_path, region_path, granted_by, granted_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, role, dept_path, region_path) DO NOTHING`,
		personID, string(g.Role), g.DeptPath, g.RegionPath, by.ID, storage.Millis(tx.Now))
	if err != nil || n == 0 {
		return err
	}
	return s.recordGrant(tx, by, personID, "grant.give", onBehalf, g)
}

// Revoke takes a role back. Taking back what was not held changes nothing.
func (s *Service) Revoke(tx *storage.Tx, by Actor, personID string, g Grant) error {
	onBehalf, err := mayGrant(tx, by, personID, g)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`DELETE FROM org_grant WHERE person_id = $1 AND role = $2 AND dept_path = $3 AND region_path = $4`,
		personID, string(g.Role), g.DeptPath, g.RegionPath)
	if err != nil || n == 0 {
		return err
	}
	return s.recordGrant(tx, by, personID, "grant.revoke", onBehalf, g)
}

func (s *Service) recordGrant(tx *storage.Tx, by Actor, personID, action, onBehalf string, g Grant) error {
	facts := map[string]any{"role": g.Role, "dept": g.DeptPath, "region": g.RegionPath}
	return s.amend(tx, personStream(personID), by, act{action, onBehalf, "HOT-20", facts})
}

func mayGrant(tx *storage.Tx, by Actor, personID string, g Grant) (onBehalf string, err error) {
	if !g.Role.Known() {
		return "", invalid("org.role", "role", "没有这个角色。")
	}
	if by.ID == personID {
		return "", fault.New(fault.Refused, "org.grant.self", "不能变更自己的权限，请由其他管理员办理。")
	}
	if _, _, err := administer(tx, by, personID); err != nil {
		return "", err
	}
	return Require(by, AdminPeople, g.DeptPath, g.RegionPath)
}

// checkPaths makes sure that a grant names nodes that exist: a misspelt path would silently grant nothing, and one
// without its closing "/" would grant more than it says.
func checkPaths(tx *storage.Tx, g Grant) error {
	if g.DeptPath != "" {
		known, err := exists(tx, `SELECT 1 FROM org_department WHERE path = $1`, g.DeptPath)
		if err != nil {
			return err
		}
		if !known {
			return invalid("org.grant.department", "deptPath", "授权范围中的部门不存在。")
		}
	}
	if g.RegionPath != "" {
		known, err := RegionExists(tx, g.RegionPath)
		if err != nil {
			return err
		}
		if !known {
			return invalid("org.grant.region", "regionPath", "授权范围中的区域不存在。")
		}
	}
	return nil
}

// apartFrom gives the role among held that nobody may hold together with role, "" when there is none.
func apartFrom(held []Grant, role Role) Role {
	for _, g := range held {
		for _, pair := range apart {
			if (pair[0] == g.Role && pair[1] == role) || (pair[0] == role && pair[1] == g.Role) {
				return g.Role
			}
		}
	}
	return ""
}

// withinReach refuses an administrator to whom a person's rights do not all belong: by a new password or a deputy of his
// choice he would use rights that he could not have given.
func withinReach(tx *storage.Tx, by Actor, personID string) error {
	held, err := grantsOf(tx, personID)
	if err != nil {
		return err
	}
	for _, g := range held {
		if !by.May(AdminPeople, g.DeptPath, g.RegionPath) {
			return fault.New(fault.Refused, "org.person.wider", "该人员的权限超出您的管理范围，请由上级管理员办理。")
		}
	}
	return nil
}

// Grants lists what an account that the actor administers holds by right.
func (s *Service) Grants(tx *storage.Tx, by Actor, personID string) ([]Grant, error) {
	if _, _, err := administer(tx, by, personID); err != nil {
		return nil, err
	}
	return grantsOf(tx, personID)
}

func grantsOf(tx *storage.Tx, personID string) ([]Grant, error) {
	grants := []Grant{}
	err := tx.All(`SELECT role, dept_path, region_path FROM org_grant WHERE person_id = $1
		ORDER BY role, dept_path, region_path`, []any{personID}, func(scan func(...any) error) error {
		var g Grant
		err := scan(&g.Role, &g.DeptPath, &g.RegionPath)
		grants = append(grants, g)
		return err
	})
	return grants, err
}

// Holders lists the active people who hold the role by right over the department and region, the nearest first: whom
// to tell. The head of a department is the first of Holders(Head) there (HOT-85).
func Holders(tx *storage.Tx, role Role, deptPath, regionPath string) ([]Person, error) {
	args := []any{string(role), deptPath, regionPath}
	rows, seen := []Person{}, map[string]bool{}
	err := eachPerson(tx, ` JOIN org_grant g ON g.person_id = p.id
		WHERE g.role = $1 AND p.active = 1
		AND substr($2, 1, length(g.dept_path)) = g.dept_path
		AND substr($3, 1, length(g.region_path)) = g.region_path
		ORDER BY length(g.dept_path) DESC, length(g.region_path) DESC, p.id`, args, func(p Person) {
		if !seen[p.ID] {
			seen[p.ID] = true
			rows = append(rows, p)
		}
	})
	return rows, err
}

// Nearest lists the active people who hold the permission by right over the department itself, or, where nobody does, over
// the nearest part of the tree that contains it: whom to tell. What only the department in charge may do concerns nobody
// elsewhere (HOT-63).
func Nearest(tx *storage.Tx, p Permission, deptPath, regionPath string) (people []string, err error) {
	depth := 0
	err = tx.All(`SELECT g.person_id, g.role, g.dept_path, g.region_path, d.path FROM org_grant g
		JOIN org_person p ON p.id = g.person_id JOIN org_department d ON d.id = p.department_id
		WHERE p.active = 1 AND substr($1, 1, length(g.dept_path)) = g.dept_path AND substr($2, 1, length(g.region_path)) = g.region_path
		ORDER BY g.person_id, g.role, g.dept_path, g.region_path`, []any{deptPath, regionPath}, func(scan func(...any) error) error {
		var person string
		var g Grant
		if err := scan(&person, &g.Role, &g.DeptPath, &g.RegionPath, &g.Home); err != nil {
			return err
		}
		reach := g.reach(p)
		if !g.Role.Holds(p) || !reach.covers(part{dept: deptPath, region: regionPath}) {
			return nil
		}
		if len(reach.dept) > depth {
			people, depth = nil, len(reach.dept)
		}
		if len(reach.dept) == depth && !slices.Contains(people, person) {
			people = append(people, person)
		}
		return nil
	})
	return people, err
}
