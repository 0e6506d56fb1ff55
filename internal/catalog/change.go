package catalog

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// The kinds of changes.
const (
	KindPublish  = "publish"  // 发布: the first version of an item
	KindRevise   = "revise"   // 调整: another version
	KindFee      = "fee"      // 收费变更: another version that differs in its fees
	KindSuspend  = "suspend"  // 暂停
	KindResume   = "resume"   // 恢复
	KindCancel   = "cancel"   // 取消
	KindDevolve  = "devolve"  // 下放 to departments below, each of which takes it over
	KindTakeOver = "takeover" // 承接 of what was devolved, or of what an upper body hands down
)

// speaks tells of a kind of change whether it brings a record, that is, another version.
var speaks = map[string]bool{KindPublish: true, KindRevise: true, KindFee: true, KindTakeOver: true}

// begins tells of which status an item must be for a kind of change; "" is an item that does not exist yet.
var begins = map[string][]Status{
	KindPublish: {"", Drafted}, KindTakeOver: {"", Drafted}, KindRevise: {Published, Suspended}, KindFee: {Published, Suspended},
	KindSuspend: {Published}, KindResume: {Suspended}, KindCancel: {Published, Suspended}, KindDevolve: {Published},
}

// follows tells what may follow from a finding of the clean-up (CAT-12).
var follows = map[string][]string{
	"overstep": {KindCancel}, "misplaced": {KindRevise, KindFee, KindDevolve, KindTakeOver, KindCancel}, "missing": {KindPublish, KindRevise, KindTakeOver},
}

// Proposal is a change as it is asked for. Item is "" for a new one; Tier, Parent and Key are of a new one only. Record is
// left out where nothing is said of the content (suspend, resume, cancel, devolve). To are ids of the departments to which
// an item is devolved, Keep whether it also stays with the present one; Origin names the upper body from which it is taken
// over. Finding is what the clean-up of items found (CAT-12), Cites the number of the rating or order that caused the
// change (CAT-34).
type Proposal struct {
	Item    string   `json:"item,omitempty"`
	Kind    string   `json:"kind"`
	Tier    Tier     `json:"tier,omitempty"`
	Parent  string   `json:"parent,omitempty"`
	Reason  string   `json:"reason"`
	Finding string   `json:"finding,omitempty"`
	Cites   string   `json:"cites,omitempty"`
	Record  *Record  `json:"record,omitempty"`
	To      []string `json:"to,omitempty"`
	Keep    bool     `json:"keep,omitempty"`
	Origin  string   `json:"origin,omitempty"`
	Key     string   `json:"-"` // idempotency key: the same key of the same person opens the same change
}

// change is a change's own row beside its case.
type change struct {
	row
	record *Record // of the proposal; nil when it brings none
}

type row struct {
	id, item, kind, reason, finding, cites, proposal, targets, origin, author string
	base, round                                                               int64
	keep                                                                      bool
}

func loadChange(tx *storage.Tx, id string) (*change, error) {
	c := &change{row: row{id: id}}
	found, err := tx.One(`SELECT item_id, kind, reason, finding, cites, base, proposal, targets, origin, keep, round, author FROM catalog_changes WHERE id = $1`, []any{id},
		&c.item, &c.kind, &c.reason, &c.finding, &c.cites, &c.base, &c.proposal, &c.targets, &c.origin, &c.keep, &c.round, &c.author)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, casework.NoSuchCase()
	}
	if c.proposal != "" {
		c.record = new(Record)
		err = json.Unmarshal([]byte(c.proposal), c.record)
	}
	return c, err
}

func (c *change) insert(tx *storage.Tx) {
	tx.Queue(`INSERT INTO catalog_changes (id, item_id, kind, reason, finding, cites, base, proposal, targets, origin, keep, round, author)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		c.id, c.item, c.kind, c.reason, c.finding, c.cites, c.base, c.proposal, c.targets, c.origin, c.keep, c.round, c.author)
}

func (c *change) save(tx *storage.Tx) {
	tx.Queue(`UPDATE catalog_changes SET reason = $1, cites = $2, proposal = $3, round = $4, author = $5 WHERE id = $6`,
		c.reason, c.cites, c.proposal, c.round, c.author, c.id)
}

// propose sets the record that the change brings.
func (c *change) propose(r Record) error {
	r.tidy()
	text, err := json.Marshal(r)
	c.record, c.proposal = &r, string(text)
	return err
}

// facts are what the event of a change says of its content.
func (c *change) facts() map[string]any {
	f := map[string]any{"item": c.item, "kind": c.kind, "reason": audit.Digest(c.reason)}
	if c.proposal != "" {
		f["proposal"] = audit.Digest(c.proposal)
	}
	return f
}

// numberMark tells the number of a change (事项变更) from those of other cases, which are counted apart.
const numberMark = "SX"

// Propose opens a change (CAT-09). An item has one change at a time.
func (s *Service) Propose(ctx context.Context, actor org.Actor, in Proposal) (ref Ref, err error) {
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	number, err := s.kernel.Number(ctx, "catalog", calendar.DateOf(s.db.Now()))
	if err != nil {
		return Ref{}, err
	}
	content, err := json.Marshal(in)
	if err != nil {
		return Ref{}, err
	}
	number = numberMark + number
	opened, err := s.kernel.Once(ctx, actor, in.Key, string(content), func(tx *storage.Tx) (*casework.Case, error) {
		a, c, err := s.open(tx, actor, dir, in, number, "propose")
		if err != nil {
			return nil, err
		}
		c.insert(tx)
		s.announce(a, c)
		ref, err = finish(a, c, c.facts())
		return a.Case, err
	})
	if err != nil || opened.ID == ref.ID {
		return ref, err
	}
	return s.refOf(ctx, opened)
}

// refOf names a change that was opened before.
func (s *Service) refOf(ctx context.Context, c *casework.Case) (Ref, error) {
	ref := Ref{ID: c.ID, Number: c.Number, State: c.State, Version: c.Version}
	return ref, s.db.View(ctx, func(tx *storage.Tx) error {
		_, err := tx.One(`SELECT item_id FROM catalog_changes WHERE id = $1`, []any{c.ID}, &ref.Item)
		return err
	})
}

func (in *Proposal) check() error {
	bad := fault.New(fault.Invalid, "catalog.proposal", "请把变更填写完整。").Under("CAT-09")
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		bad.On("reason", "请写明变更理由")
	}
	if begins[in.Kind] == nil {
		bad.On("kind", "请选择变更种类")
	}
	if in.Finding != "" && !slices.Contains(follows[in.Finding], in.Kind) {
		bad.On("finding", "清理结论与变更种类不符")
	}
	if in.Kind == KindDevolve && len(in.To) == 0 {
		bad.On("to", "请选择下放到哪些部门")
	}
	if !speaks[in.Kind] {
		in.Record = nil
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// open begins the case of a change of an item that exists, or of a new one with it.
func (s *Service) open(tx *storage.Tx, actor org.Actor, dir *org.Directory, in Proposal, number, action string) (*casework.Act, *change, error) {
	i, isNew, err := s.subject(tx, dir, in)
	if err != nil {
		return nil, nil, err
	}
	if err := fits(&i, isNew, in.Kind); err != nil {
		return nil, nil, err
	}
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: FlowName, Action: action, Number: number, Dept: i.Dept, Region: i.Region,
		Title: label(ChangeKinds, in.Kind) + "：" + i.Record.Name})
	if err != nil {
		return nil, nil, err
	}
	c := &change{row: row{id: a.Case.ID, item: i.ID, kind: in.Kind, reason: in.Reason, finding: in.Finding, cites: strings.TrimSpace(in.Cites), base: i.Version,
		targets: strings.Join(in.To, " "), keep: in.Keep, origin: strings.TrimSpace(in.Origin), author: actor.ID}}
	i.Change = c.id
	if speaks[in.Kind] {
		if err := s.bring(tx, dir, c, &i, in); err != nil {
			return nil, nil, err
		}
	}
	switch {
	case isNew:
		insert(tx, &i)
	case i.Version == 0:
		update(tx, &i)
	default:
		tx.Queue(`UPDATE catalog_items SET change_id = $1 WHERE id = $2`, i.Change, i.ID)
	}
	return a, c, transfer(tx, c, &i)
}

// subject is the item that a proposal is about: one that exists, locked, or a new one.
func (s *Service) subject(tx *storage.Tx, dir *org.Directory, in Proposal) (i Item, isNew bool, err error) {
	if in.Item != "" {
		i, err = s.item(tx, `WHERE i.id = $1`+tx.Fork("", " FOR UPDATE OF i"), in.Item)
		return i, false, err
	}
	if in.Record == nil || strings.TrimSpace(in.Record.Name) == "" {
		return i, false, fault.New(fault.Invalid, "catalog.proposal", "请填写事项名称。").On("record.name", "不能为空")
	}
	dept, err := department(dir, in.Record.Department, "record.department")
	if err != nil {
		return i, false, err
	}
	i = Item{ID: tx.NewID(), Tier: in.Tier, Parent: in.Parent, Status: Drafted, Dept: dept.Path, Region: dept.RegionPath, Record: *in.Record}
	if i.Tier == "" {
		i.Tier = Handling
	}
	return i, true, s.placed(tx, &i)
}

// placed checks that an item hangs where its tier may (CAT-28).
func (s *Service) placed(tx *storage.Tx, i *Item) error {
	if !known(Tiers, i.Tier) || i.Tier == Main && i.Parent != "" {
		return fault.New(fault.Invalid, "catalog.tier", "主项没有上级，子项属于主项，办理项属于主项或子项。").Under("CAT-28")
	}
	if i.Parent == "" {
		return nil
	}
	above, err := items(tx, `WHERE i.id = $1`, i.Parent)
	if err != nil {
		return err
	}
	if len(above) == 0 || above[0].Tier == Handling || above[0].Tier == i.Tier {
		return fault.New(fault.Invalid, "catalog.tier", "主项没有上级，子项属于主项，办理项属于主项或子项。").Under("CAT-28").On("parent", "上级不合适")
	}
	return nil
}

func fits(i *Item, isNew bool, kind string) error {
	status := i.Status
	if isNew {
		status = ""
	}
	switch {
	case i.Change != "":
		return fault.New(fault.Conflict, "catalog.change.open", "此事项已有变更在办，请先办结或者撤回。").Under("CAT-09")
	case !slices.Contains(begins[kind], status):
		return fault.Newf(fault.Conflict, "catalog.change.status", "事项现为“%s”，不能“%s”。", label(Statuses, i.Status), label(ChangeKinds, kind)).Under("CAT-10")
	}
	return nil
}

// bring puts the proposed record into the change, with the identifiers it lacks. What is not the proposer's to choose is
// taken from the item: a department keeps its item unless it is devolved, and the limit before the last compression is
// remembered (GAP-57).
func (s *Service) bring(tx *storage.Tx, dir *org.Directory, c *change, i *Item, in Proposal) error {
	r, err := s.proposed(tx, i, in)
	if err != nil {
		return err
	}
	dept, ok := dir.Department(r.Department)
	if !ok || dept.Path != i.Dept {
		return fault.New(fault.Invalid, "catalog.department", "实施主体的变更应以下放或者承接办理。").On("record.department", "与事项现在的实施主体不一致").Under("CAT-09")
	}
	if i.Version > 0 {
		carry(&r, &i.Record)
	}
	if i.Tier == Handling {
		if err := s.codes(tx, dept, &r); err != nil {
			return err
		}
	}
	if i.Version == 0 {
		i.Record = r
	}
	return c.propose(r)
}

// proposed is the record that a proposal brings. Who takes over what was devolved to him without saying more takes it as
// it was above.
func (s *Service) proposed(tx *storage.Tx, i *Item, in Proposal) (Record, error) {
	if in.Record != nil {
		return *in.Record, nil
	}
	r := i.Record
	var above string
	found, err := tx.One(`SELECT origin_item FROM catalog_transfers WHERE item_id = $1 AND origin_item <> '' AND done_at IS NULL`, []any{i.ID}, &above)
	if err != nil || !found {
		return r, err
	}
	origin, err := s.item(tx, `WHERE i.id = $1`, above)
	if err != nil {
		return r, err
	}
	r = origin.Record
	r.Department, r.Level, r.Code = path.Base(i.Dept), i.Record.Level, ""
	return r, nil
}

// Edit replaces what a change in draft proposes.
func (s *Service) Edit(ctx context.Context, actor org.Actor, id string, version int64, in Proposal) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "edit", func(a *casework.Act, c *change) (any, error) {
		in.Kind, in.Finding, in.To = c.kind, c.finding, strings.Fields(c.targets)
		if err := in.check(); err != nil {
			return nil, err
		}
		c.reason, c.cites, c.author = in.Reason, strings.TrimSpace(in.Cites), actor.ID
		if in.Record == nil {
			return c.facts(), nil
		}
		i, err := s.item(a.Tx(), `WHERE i.id = $1`, c.item)
		if err != nil {
			return nil, err
		}
		if i.Version == 0 {
			in.Record.BasicCode, in.Record.Code = i.Record.BasicCode, i.Record.Code
		}
		if err := s.bring(a.Tx(), dir, c, &i, in); err != nil {
			return nil, err
		}
		if i.Version == 0 {
			a.Case.Title = label(ChangeKinds, c.kind) + "：" + i.Record.Name
			update(a.Tx(), &i)
		}
		return c.facts(), nil
	})
}

// Submit sends a change to be reviewed. A record that breaks the law or lacks what must be published is refused with all
// its findings (TIME-18, CAT-18, CAT-37).
func (s *Service) Submit(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.act(ctx, actor, id, version, "submit", func(a *casework.Act, c *change) (any, error) {
		if err := s.sound(a.Tx(), c, a.Case.Region); err != nil {
			return nil, err
		}
		touches, err := s.touchesFees(a.Tx(), c)
		if err != nil {
			return nil, err
		}
		if c.kind == KindFee && !touches {
			return nil, fault.New(fault.Refused, "catalog.fee.same", "收费没有变化，请改按调整办理。").Under("ORG-24")
		}
		c.round++
		a.Tx().Queue(`UPDATE catalog_transfers SET contacted_at = $1 WHERE item_id = $2 AND contacted_at IS NULL`, storage.Millis(a.Tx().Now), c.item)
		return c.facts(), nil
	})
}

// Withdraw gives a change up. The item stays as it was.
func (s *Service) Withdraw(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	if why = strings.TrimSpace(why); why == "" {
		return Ref{}, fault.New(fault.Invalid, "catalog.why", "请写明理由。").On("why", "不能为空").Under("CAT-09")
	}
	return s.act(ctx, actor, id, version, "withdraw", func(a *casework.Act, c *change) (any, error) {
		release(a.Tx(), c)
		return map[string]any{"item": c.item, "why": audit.Digest(why)}, nil
	})
}

// release lets the item have another change.
func release(tx *storage.Tx, c *change) {
	tx.Queue(`UPDATE catalog_items SET change_id = '' WHERE id = $1 AND change_id = $2`, c.item, c.id)
}
