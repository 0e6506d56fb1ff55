package casework

import (
	"maps"
	"slices"
	"strings"

	"huying/internal/org"
	"huying/internal/storage"
)

// refuse says that the actor may not do this, to those who may know of the case; to others there is none.
func (k *Kernel) refuse(tx *storage.Tx, actor org.Actor, c *Case, a *Action) error {
	matter, err := k.matter(tx, c)
	if err != nil {
		return err
	}
	if !k.Sees(actor, matter...) {
		return NoSuchCase()
	}
	return forbidden(a)
}

// matter gives a case with all that belong to the same matter: the one that has no parent, and those under it.
func (k *Kernel) matter(tx *storage.Tx, c *Case) ([]*Case, error) {
	if c.Parent != "" {
		var err error
		if c, err = k.Get(tx, c.Parent); err != nil {
			return nil, err
		}
	}
	parts, err := k.Children(tx, c.ID)
	return append(parts, c), err
}

// Sees reports whether the actor may know of a matter that consists of these cases: who sees one of them knows of all.
func (k *Kernel) Sees(actor org.Actor, matter ...*Case) bool {
	for _, c := range matter {
		if actor.May(k.flows[c.Flow].View, c.Dept, c.Region) {
			return true
		}
	}
	return false
}

// SightSQL is Sees as a condition on the cases c of a list: it and Sees always agree. It appends its arguments to args.
func (k *Kernel) SightSQL(tx *storage.Tx, actor org.Actor, args *[]any) string {
	return "(" + strings.Join([]string{k.seenSQL(tx, actor, "c", args),
		`EXISTS (SELECT 1 FROM cases t WHERE t.parent = c.id AND t.parent <> '' AND ` + k.seenSQL(tx, actor, "t", args) + `)`,
		`EXISTS (SELECT 1 FROM cases t WHERE t.id = c.parent AND ` + k.seenSQL(tx, actor, "t", args) + `)`,
		`EXISTS (SELECT 1 FROM cases t WHERE t.parent = c.parent AND t.parent <> '' AND ` + k.seenSQL(tx, actor, "t", args) + `)`}, " OR ") + ")"
}

// seenSQL is the condition that the actor sees a case by its own place, whatever its flow.
func (k *Kernel) seenSQL(tx *storage.Tx, actor org.Actor, alias string, args *[]any) string {
	ors := []string{"1=0"}
	for _, name := range slices.Sorted(maps.Keys(k.flows)) {
		scope := actor.Scope(k.flows[name].View)
		if scope.Empty() {
			continue
		}
		*args = append(*args, name)
		ors = append(ors, alias+".flow = "+storage.Placeholders(len(*args), 1)+" AND "+scope.SQL(tx.Engine, alias+".dept", alias+".region", args))
	}
	return "(" + strings.Join(ors, " OR ") + ")"
}
