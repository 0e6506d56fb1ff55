package casework

import (
	"maps"
	"slices"
	"strings"

	"huying/internal/org"
	"huying/internal/storage"
)

// Stake is where an area keeps which offices have a part in its cases beside the one whose turn it is: in a table whose id
// is the case's, in columns that hold paths of departments. Opened is its column of when the case was opened; each column
// has an index with that and the id behind it.
type Stake struct {
	Table   string
	Columns []string
	Opened  string
}

// refuse says that the actor may not do this, to those who may know of the case; to others there is none.
func (k *Kernel) refuse(tx *storage.Tx, actor org.Actor, c *Case, a *Action) error {
	sees, err := k.Sees(tx, actor, c)
	if err == nil && !sees {
		err = NoSuchCase()
	}
	if err != nil {
		return err
	}
	return forbidden(a)
}

// Sees reports whether the actor may know of a case: by right over the office whose turn it is or one that has a part in
// it, be it in this case or in another of the same matter. The case that has no parent and all under it, however deep, are
// one matter.
func (k *Kernel) Sees(tx *storage.Tx, actor org.Actor, c *Case) (sees bool, err error) {
	if actor.May(k.flows[c.Flow].View, c.Dept, c.Region) {
		return true, nil
	}
	args, one := []any{c.ID}, 0
	return tx.One(`SELECT 1 FROM cases c WHERE c.id = $1 AND `+k.SightSQL(tx, actor, &args), args, &one)
}

// SightSQL is Sees as a condition on the cases c of a list. It appends its arguments to args.
func (k *Kernel) SightSQL(tx *storage.Tx, actor org.Actor, args *[]any) string {
	return `(` + k.seenSQL(tx, actor, "c", args) + ` OR EXISTS (WITH RECURSIVE up (id, parent) AS (SELECT c.id, c.parent UNION ALL SELECT p.id, p.parent FROM up JOIN cases p ON p.id = up.parent),
		matter (id) AS (SELECT up.id FROM up WHERE up.parent = '' UNION ALL SELECT p.id FROM matter JOIN cases p ON p.parent = matter.id AND p.parent <> '')
		SELECT 1 FROM matter JOIN cases t ON t.id = matter.id WHERE ` + k.seenSQL(tx, actor, "t", args) + `))`
}

// seenSQL is the condition that the actor has a part in a case by itself, whatever its flow.
func (k *Kernel) seenSQL(tx *storage.Tx, actor org.Actor, alias string, args *[]any) string {
	ors := []string{"1=0"}
	for _, name := range slices.Sorted(maps.Keys(k.flows)) {
		flow := k.flows[name]
		scope := actor.Scope(flow.View)
		if scope.Empty() {
			continue
		}
		*args = append(*args, name)
		of := alias + ".flow = " + storage.Placeholders(len(*args), 1)
		places := []string{scope.SQL(tx.Engine, alias+".dept", alias+".region", args)}
		for _, column := range flow.Stake.Columns {
			if !scope.Whole() {
				places = append(places, `EXISTS (SELECT 1 FROM `+flow.Stake.Table+` s WHERE s.id = `+alias+`.id AND `+scope.SQL(tx.Engine, "s."+column, alias+".region", args)+`)`)
			}
		}
		ors = append(ors, of+` AND (`+strings.Join(places, " OR ")+`)`)
	}
	return "(" + strings.Join(ors, " OR ") + ")"
}
