package catalog

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// ImportResult tells what an import did. Refused are items that could not be published, with what is wrong; Noted are
// findings on those that were.
type ImportResult struct {
	Created      int        `json:"created"`
	Changed      int        `json:"changed"`
	Unchanged    int        `json:"unchanged"`
	Refused      []Imported `json:"refused"`
	Noted        []Imported `json:"noted"`
	Bundles      int        `json:"bundles"`
	FeeDocuments int        `json:"feeDocuments"`
}

// Imported is an item of a file with what was found on it.
type Imported struct {
	Key      string    `json:"key"`
	Name     string    `json:"name"`
	Findings []Finding `json:"findings"`
}

// Import takes a catalogue over (CAT-01). Importing it again changes nothing; an item that differs gets another version.
// What cannot be published is refused and told, the rest is taken. progress, when not nil, hears how far it is.
func (s *Service) Import(ctx context.Context, actor org.Actor, f *Folder, progress func(done, total int)) (*ImportResult, error) {
	if _, err := org.Require(actor, org.ImportRun, "", ""); err != nil {
		return nil, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	res := &ImportResult{Refused: []Imported{}, Noted: []Imported{}}
	if err := s.importDocuments(ctx, actor, dir, f, res); err != nil {
		return nil, err
	}
	for n, e := range f.Items {
		if progress != nil {
			progress(n, len(f.Items))
		}
		if err := s.importEntry(ctx, actor, dir, e, res); err != nil {
			return nil, err
		}
	}
	return res, s.importBundles(ctx, actor, dir, f, res)
}

func (s *Service) importDocuments(ctx context.Context, actor org.Actor, dir *org.Directory, f *Folder, res *ImportResult) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		for n := range f.FeeDocuments {
			d := &f.FeeDocuments[n]
			if err := d.check(); err != nil {
				return err
			}
			if err := s.saveDocument(tx, *d, actor.ID); err != nil {
				return err
			}
		}
		for _, b := range f.Bodies {
			if _, err := department(dir, b.Department, "department"); err != nil {
				return err
			}
			if !ValidCredit(b.Credit) {
				return fault.Newf(fault.Invalid, "catalog.credit", "部门“%s”的统一社会信用代码有误。", b.Department)
			}
			if err := saveBody(tx, b); err != nil {
				return err
			}
		}
		for _, words := range f.Synonyms {
			if words = distinct(words); len(words) > 1 {
				saveSynonyms(tx, "import:"+words[0], words)
			}
		}
		res.FeeDocuments = len(f.FeeDocuments)
		return audit.Record(tx, "catalog", audit.Entry{Action: "catalog.import", Actor: actor.ID, Authority: "CAT-01",
			Data: map[string]int{"items": len(f.Items), "bundles": len(f.Bundles), "feeDocuments": len(f.FeeDocuments)}})
	})
}

// importEntry takes one item over, and the items above it where they are new.
func (s *Service) importEntry(ctx context.Context, actor org.Actor, dir *org.Directory, e Entry, res *ImportResult) error {
	parent := ""
	dept := e.Record.Department
	if _, err := department(dir, dept, "department"); err != nil {
		res.Refused = append(res.Refused, Imported{e.Key, e.Record.Name, []Finding{{"CAT-05", "department", "没有部门“" + dept + "”，或者已停用。", true}}})
		return nil
	}
	for _, above := range []struct {
		tier Tier
		name string
	}{{Main, e.Main}, {Sub, e.Sub}} {
		if above.name == "" || above.tier == Sub && above.name == e.Record.Name {
			continue
		}
		r := Record{Name: above.name, Type: e.Record.Type, Level: e.Record.Level, Department: dept}
		key := strings.Join([]string{string(above.tier), dept, parent, above.name}, ":")
		id, _, err := s.importRecord(ctx, actor, dir, key, above.tier, parent, r, nil)
		if err != nil {
			return err
		}
		parent = id
	}
	_, did, err := s.importRecord(ctx, actor, dir, e.Key, Handling, parent, e.Record, res)
	switch did {
	case "created":
		res.Created++
	case "changed":
		res.Changed++
	case "unchanged":
		res.Unchanged++
	}
	return err
}

// importRecord publishes a record under a key, in one act: what is imported was decided elsewhere. It tells the item's id
// and what became of it: created, changed, unchanged or refused.
func (s *Service) importRecord(ctx context.Context, actor org.Actor, dir *org.Directory, key string, tier Tier, parent string, r Record, res *ImportResult) (id, did string, err error) {
	dept, err := department(dir, r.Department, "department")
	if err != nil {
		return "", "", err
	}
	r.tidy()
	var findings []Finding
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		i, err := s.item(tx, `WHERE i.key = $1 OR i.code = $2 AND i.code <> ''`+tx.Fork("", " FOR UPDATE OF i"), key, r.Code)
		isNew := fault.Is(err, fault.NotFound)
		if err != nil && !isNew {
			return err
		}
		if isNew {
			i = Item{ID: tx.NewID(), Key: key, Tier: tier, Parent: parent, Status: Drafted, Dept: dept.Path, Region: dept.RegionPath, Record: r}
		}
		id = i.ID
		if !isNew {
			carry(&r, &i.Record)
			if same(&r, &i.Record) {
				did = "unchanged"
				return nil
			}
		}
		if !isNew && i.Version > 0 && !slices.Equal(i.Record.Fees, r.Fees) {
			findings = []Finding{{"ORG-24", "fees", "收费与现行版本不同。收费的增加、减少和变更须经政务服务中心、财政部门、价格主管部门会审，请按收费变更办理。", true}}
			return refusal(findings)
		}
		if tier == Handling {
			if matter := matterOf(key); matter != "" && r.BasicCode == "" { // one matter, one basic code
				if _, err := tx.One(`SELECT basic_code FROM catalog_items WHERE key = $1`, []any{matter}, &r.BasicCode); err != nil {
					return err
				}
			}
			if err := s.codes(tx, dept, &r); err != nil {
				return err
			}
		}
		if findings, err = s.Check(tx, tier, &r, i.Region); err != nil {
			return err
		}
		if err := refusal(findings); err != nil {
			return err
		}
		did = map[bool]string{true: "created", false: "changed"}[isNew]
		return s.importAct(tx, actor, &i, isNew, r)
	})
	if fault.Code(err) == "catalog.unsound" && res != nil {
		res.Refused = append(res.Refused, Imported{key, r.Name, blocking(findings)})
		return id, "refused", nil
	}
	if len(findings) > 0 && res != nil && err == nil {
		res.Noted = append(res.Noted, Imported{key, r.Name, findings})
	}
	return id, did, err
}

// importAct opens and ends the case of an imported version.
func (s *Service) importAct(tx *storage.Tx, actor org.Actor, i *Item, isNew bool, r Record) error {
	if i.Change != "" {
		return fault.Newf(fault.Conflict, "catalog.change.open", "事项“%s”有变更在办，请先办结或者撤回再导入。", i.Record.Name).Under("CAT-09")
	}
	number, err := casework.NumberIn(tx, "catalog", calendar.DateOf(tx.Now))
	if err != nil {
		return err
	}
	number = numberMark + number
	kind := KindRevise
	if isNew {
		kind = KindPublish
	}
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: "import", Number: number, Dept: i.Dept, Region: i.Region, Title: label(ChangeKinds, kind) + "：" + r.Name})
	if err != nil {
		return err
	}
	c := &change{row: row{id: a.Case.ID, item: i.ID, kind: kind, reason: "导入", base: i.Version, author: actor.ID}}
	if err := c.propose(r); err != nil {
		return err
	}
	if isNew {
		insert(tx, i)
	}
	c.insert(tx)
	was := i.Status
	digest, err := s.publish(tx, i, r, c.id, actor.ID)
	if err != nil {
		return err
	}
	if was == Suspended || was == Cancelled { // an import takes nothing up again
		i.Status = was
	}
	update(tx, i)
	_, err = finish(a, c, map[string]any{"item": i.ID, "kind": kind, "effect": effected{Status: i.Status, Version: i.Version, Record: digest}})
	return err
}

// carry takes over what an item keeps from one version to the next: its identity, and the limit before the last compression
// (GAP-57).
func carry(r, was *Record) {
	r.BasicCode, r.Code = was.BasicCode, was.Code
	switch {
	case was.Promised.Unit == r.Promised.Unit && was.Promised.Amount != r.Promised.Amount:
		r.Previous = was.Promised.Amount
	case r.Previous == 0:
		r.Previous = was.Previous
	}
}

// same compares what is written.
func same(a, b *Record) bool {
	x, err := json.Marshal(a)
	y, other := json.Marshal(b)
	return err == nil && other == nil && string(x) == string(y)
}

func blocking(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return !f.Blocks })
}
