package org

import (
	"strconv"
	"strings"

	"huying/internal/storage"
)

// Place is where a thing belongs: the path of its department and that of its region.
type Place struct{ Dept, Region string }

// Scope is the part of the two trees in which a person has a permission. It answers for one thing (Covers) and for a
// whole list at once (SQL), and the two always agree: a list, a count, a search and an export show exactly what a verb
// would allow.
type Scope struct {
	parts []part
}

// part is a subtree of each tree. leaf says that the department has nothing under it, so that its path alone will do.
type part struct {
	dept, region string
	leaf         bool
}

func (p part) covers(q part) bool {
	return strings.HasPrefix(q.dept, p.dept) && strings.HasPrefix(q.region, p.region)
}

// Everything is the scope that hides nothing.
func Everything() Scope { return Scope{parts: []part{{}}} }

// Scope is where the person has the permission, by right or as a deputy. Without any grant it is empty.
func (a Actor) Scope(p Permission) Scope {
	if a.unlimited {
		return Everything()
	}
	var s Scope
	for _, g := range a.Grants {
		if g.Role.Holds(p) {
			s = s.with(g.reach(p))
		}
	}
	return s
}

// with adds a part and drops those that another part contains, so the SQL stays short.
func (s Scope) with(add part) Scope {
	kept := make([]part, 0, len(s.parts)+1)
	for _, p := range s.parts {
		if p.covers(add) {
			return s
		}
		if !add.covers(p) {
			kept = append(kept, p)
		}
	}
	return Scope{parts: append(kept, add)}
}

// Or is the union of two scopes.
func (s Scope) Or(other Scope) Scope {
	for _, p := range other.parts {
		s = s.with(p)
	}
	return s
}

// Departments is the scope without regard to regions.
func (s Scope) Departments() (out Scope) {
	for _, p := range s.parts {
		p.region = ""
		out = out.with(p)
	}
	return out
}

// Empty reports that the scope shows nothing at all.
func (s Scope) Empty() bool { return len(s.parts) == 0 }

// Whole reports that the scope hides nothing.
func (s Scope) Whole() bool { return len(s.parts) == 1 && s.parts[0] == part{} }

// Leaf reports that the scope is a single department with nothing under it; see Sharpen.
func (s Scope) Leaf() bool { return len(s.parts) == 1 && s.parts[0].leaf && s.parts[0].region == "" }

// Covers reports whether a thing of this department path and region path is in the scope.
func (s Scope) Covers(deptPath, regionPath string) bool {
	for _, p := range s.parts {
		if p.covers(part{dept: deptPath, region: regionPath}) {
			return true
		}
	}
	return false
}

// Meets reports whether anything under the department path and the region path can be in the scope.
func (s Scope) Meets(deptPath, regionPath string) bool {
	near := func(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }
	for _, p := range s.parts {
		if near(p.dept, deptPath) && near(p.region, regionPath) {
			return true
		}
	}
	return false
}

// SQL is the scope as a condition on two columns, which hold paths and are never NULL ("" = belongs to none). It
// appends its arguments to args and numbers them from there, so that it can stand anywhere in a statement:
//
//	args := []any{kind}
//	sql := `SELECT ... WHERE kind = $1 AND ` + scope.SQL(tx.Engine, "c.dept_path", "c.region_path", &args)
//
// An empty column name means that the things have no department or no region of their own. The condition is "1=0" for
// the empty scope and "1=1" for the whole.
func (s Scope) SQL(engine storage.Engine, deptColumn, regionColumn string, args *[]any) string {
	if s.Empty() {
		return "1=0"
	}
	if s.Whole() {
		return "1=1"
	}
	ors := make([]string, 0, len(s.parts))
	for _, p := range s.parts {
		if (deptColumn == "" && p.dept != "") || (regionColumn == "" && p.region != "") {
			continue
		}
		var ands []string
		switch {
		case p.leaf:
			ands = append(ands, deptColumn+" = "+bind(args, p.dept))
		case p.dept != "":
			ands = append(ands, under(engine, deptColumn, p.dept, args))
		}
		if p.region != "" {
			ands = append(ands, under(engine, regionColumn, p.region, args))
		}
		if len(ands) == 0 {
			return "1=1"
		}
		ors = append(ors, strings.Join(ands, " AND "))
	}
	if len(ors) == 0 {
		return "1=0"
	}
	return "(" + strings.Join(ors, " OR ") + ")"
}

// Sharpen gives the same scope with the departments marked that have nothing under them. Their lists are then read along
// an index in their order, however many cases a department has had.
func (d *Directory) Sharpen(s Scope) Scope {
	out := Scope{parts: make([]part, len(s.parts))}
	for i, p := range s.parts {
		p.leaf = p.dept != "" && !d.hasChildren(p.dept)
		out.parts[i] = p
	}
	return out
}

// Leaf reports that no department lies under that of the path.
func (d *Directory) Leaf(path string) bool { return !d.hasChildren(path) }

// hasChildren reports whether a department other than that of the path lies under it.
func (d *Directory) hasChildren(path string) bool {
	for _, dept := range d.departments {
		if len(dept.Path) > len(path) && strings.HasPrefix(dept.Path, path) {
			return true
		}
	}
	return false
}

// Under is the condition that the path in a column lies in the subtree of path; "" is the whole tree.
func Under(engine storage.Engine, column, path string, args *[]any) string {
	if path == "" {
		return "1=1"
	}
	return under(engine, column, path, args)
}

// under is a range of bytes. It forks by engine because PostgreSQL's plain comparison follows the collation of the
// database; the operators that compare bytes under every collation use an index of text_pattern_ops.
func under(engine storage.Engine, column, path string, args *[]any) string {
	last := len(path) - 1
	after := path[:last] + string(path[last]+1)
	from, below := " >= ", " < "
	if engine == storage.Postgres {
		from, below = " ~>=~ ", " ~<~ "
	}
	return column + from + bind(args, path) + " AND " + column + below + bind(args, after)
}

func bind(args *[]any, value any) string {
	*args = append(*args, value)
	return "$" + strconv.Itoa(len(*args))
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
