package catalog

import (
	"cmp"
	"maps"
	"slices"

	"huying/internal/fault"
)

// Compiled is a bundle made into one application: a form that asks nothing twice, one set of materials, and a plan that is
// as long as its longest chain (CAT-30). For tells in each case which items want a thing, by their ids.
type Compiled struct {
	Groups    []SharedGroup    `json:"groups"`
	Materials []SharedMaterial `json:"materials"`
	Plan      []Stage          `json:"plan"`   // in an order in which the items can be decided
	Length    int              `json:"length"` // working days that the longest chain is promised to take
	Alone     int              `json:"alone"`  // working days that the items would take one after another
	Spared    int              `json:"spared"` // fields and materials that need not be given again
	Questions []Question       `json:"questions"`
	Online    bool             `json:"online"` // every item can be applied for online
	Mail      bool             `json:"mail"`   // every item's result can be posted
}

// SharedGroup is a titled part of the one form.
type SharedGroup struct {
	Title  string        `json:"title"`
	Fields []SharedField `json:"fields"`
}

// SharedField is one thing asked, once, for all items that want to know it.
type SharedField struct {
	Field
	For []string `json:"for"`
}

// SharedMaterial is one paper, handed in once. Within names the item of the bundle whose result it is: it need not be handed
// in at all.
type SharedMaterial struct {
	Material
	For    []string `json:"for"`
	Within string   `json:"within,omitempty"`
}

// Form is the one form as any other.
func (c *Compiled) Form() Form {
	f := Form{Groups: make([]Group, len(c.Groups))}
	for n, g := range c.Groups {
		fields := make([]Field, len(g.Fields))
		for m, shared := range g.Fields {
			fields[m] = shared.Field
		}
		f.Groups[n] = Group{Title: g.Title, Fields: fields}
	}
	return f
}

// Stage is when an item of a bundle can be handled: after the others it waits for. Start and End are working days since the
// application.
type Stage struct {
	Item  string   `json:"item"`
	N     int64    `json:"n"` // of the item's version
	Name  string   `json:"name"`
	Dept  string   `json:"dept"` // id
	Stage string   `json:"stage,omitempty"`
	After []string `json:"after"`
	Days  int      `json:"days"`
	Start int      `json:"start"`
	End   int      `json:"end"`
}

// Compile makes one application of a bundle for an applicant with these answers; items holds the bundle's items by id. It is
// refused when an item waits for itself, or when two items mean different things by one code.
func Compile(b Bundle, items map[string]Item, answers Answers) (*Compiled, error) {
	parts := keep(b.Items, func(p Part) bool { return p.When.Fits(answers) })
	order, err := sorted(b, parts)
	if err != nil {
		return nil, err
	}
	c := &Compiled{Groups: []SharedGroup{}, Materials: []SharedMaterial{}, Plan: make([]Stage, 0, len(parts)), Questions: []Question{}, Online: true, Mail: true}
	m := merger{c: c, fields: map[string][2]int{}, materials: map[string]int{}, questions: map[string]bool{}}
	m.ask(b.Questions)
	for _, p := range order {
		i, known := items[p.Item]
		if !known {
			return nil, fault.Newf(fault.Invalid, "catalog.bundle.item", "主题中的事项没有给出。").Under("CAT-30")
		}
		m.ask(i.Record.Scenario)
		r := Narrow(i.Record, answers)
		if err := m.form(i.ID, r.Form); err != nil {
			return nil, err
		}
		m.take(i.ID, r.Materials)
		c.schedule(p, i.Version, r)
		c.Online, c.Mail = c.Online && r.Flags.Online, c.Mail && r.Flags.Mail
	}
	c.within(items)
	return c, nil
}

// sorted puts parts in an order in which each comes after those it waits for. What a part waits for that does not concern
// this applicant is replaced by what that waited for.
func sorted(b Bundle, parts []Part) ([]Part, error) {
	here, all := map[string]bool{}, map[string]Part{}
	for _, p := range parts {
		here[p.Item] = true
	}
	for _, p := range b.Items {
		if _, twice := all[p.Item]; twice {
			return nil, fault.New(fault.Invalid, "catalog.bundle.twice", "主题中有重复的事项。").Under("CAT-30")
		}
		all[p.Item] = p
	}
	out := make([]Part, 0, len(parts))
	state := map[string]int{} // 1 while what it waits for is looked at, 2 when it stands in out
	var visit func(id string) error
	visit = func(id string) error {
		switch p, known := all[id]; {
		case !known:
			return fault.New(fault.Invalid, "catalog.bundle.item", "主题的前置事项不在主题中。").Under("CAT-30")
		case state[id] == 1:
			return fault.New(fault.Invalid, "catalog.bundle.circle", "主题中的事项互为前置，无法安排先后。").Under("CAT-30")
		case state[id] == 0:
			state[id] = 1
			for _, before := range p.After {
				if err := visit(before); err != nil {
					return err
				}
			}
			state[id] = 2
			if here[id] {
				p.After = waits(p, all, here)
				out = append(out, p)
			}
		}
		return nil
	}
	for _, p := range b.Items {
		if err := visit(p.Item); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// waits lists whom a part waits for among those that are here.
func waits(p Part, all map[string]Part, here map[string]bool) []string {
	out := []string{}
	seen := map[string]bool{}
	var add func(ids []string)
	add = func(ids []string) {
		for _, id := range ids {
			switch {
			case seen[id]:
			case here[id]:
				out = append(out, id)
			default:
				add(all[id].After)
			}
			seen[id] = true
		}
	}
	add(p.After)
	slices.Sort(out)
	return out
}

// merger puts what items want into one.
type merger struct {
	c         *Compiled
	fields    map[string][2]int // group and place of a code
	materials map[string]int
	questions map[string]bool
}

func (m *merger) ask(questions []Question) {
	for _, q := range questions {
		if !m.questions[q.Code] {
			m.questions[q.Code] = true
			m.c.Questions = append(m.c.Questions, q)
		}
	}
}

func (m *merger) form(item string, f Form) error {
	for _, g := range f.Groups {
		for _, field := range g.Fields {
			at, asked := m.fields[field.Code]
			if !asked {
				m.add(item, g.Title, field)
				continue
			}
			shared := &m.c.Groups[at[0]].Fields[at[1]]
			if shared.Kind != field.Kind {
				return fault.Newf(fault.Invalid, "catalog.bundle.field", "表单项“%s”与“%s”代码相同而种类不同。", shared.Label, field.Label).Under("CAT-30")
			}
			shared.join(field)
			shared.For = append(shared.For, item)
			m.c.Spared++
		}
	}
	return nil
}

// add asks for a new thing, under a title that is there already if it can.
func (m *merger) add(item, title string, f Field) {
	n := slices.IndexFunc(m.c.Groups, func(g SharedGroup) bool { return g.Title == title })
	if n < 0 {
		n = len(m.c.Groups)
		m.c.Groups = append(m.c.Groups, SharedGroup{Title: title})
	}
	g := &m.c.Groups[n]
	m.fields[f.Code] = [2]int{n, len(g.Fields)}
	f.Options = slices.Clone(f.Options)
	g.Fields = append(g.Fields, SharedField{f, []string{item}})
}

// join makes a field ask what both want to know: required if one requires it, within the bounds of both, and with the
// options of both.
func (f *SharedField) join(other Field) {
	f.Required = f.Required || other.Required
	f.Help, f.Example = cmp.Or(f.Help, other.Help), cmp.Or(f.Example, other.Example)
	if other.Min != nil && (f.Min == nil || *other.Min > *f.Min) {
		f.Min = other.Min
	}
	if other.Max != nil && (f.Max == nil || *other.Max < *f.Max) {
		f.Max = other.Max
	}
	for _, o := range other.Options {
		if !slices.ContainsFunc(f.Options, func(mine Option) bool { return mine.Value == o.Value }) {
			f.Options = append(f.Options, o)
		}
	}
	if len(f.When) == 0 || len(other.When) == 0 { // asked of all by one, it is asked of all
		f.When = nil
	}
}

func (m *merger) take(item string, materials []Material) {
	for _, material := range materials {
		n, taken := m.materials[material.Code]
		if !taken {
			m.materials[material.Code] = len(m.c.Materials)
			m.c.Materials = append(m.c.Materials, SharedMaterial{Material: material, For: []string{item}})
			continue
		}
		m.c.Materials[n].join(material)
		m.c.Materials[n].For = append(m.c.Materials[n].For, item)
		m.c.Spared++
	}
}

// join makes a material serve both: as necessary and in as many pieces as the one that wants more, on paper if one needs
// paper, fetched if one of them fetches it, as fresh as the stricter one asks.
func (s *SharedMaterial) join(other Material) {
	if necessity(other.Necessity) < necessity(s.Necessity) {
		s.Necessity = other.Necessity
	}
	s.Originals, s.Copies = max(s.Originals, other.Originals), max(s.Copies, other.Copies)
	s.Paperless, s.Shared = s.Paperless && other.Paperless, s.Shared || other.Shared
	if other.Valid > 0 && (s.Valid == 0 || other.Valid < s.Valid) {
		s.Valid = other.Valid
	}
	if len(s.When) == 0 || len(other.When) == 0 {
		s.When = nil
	}
}

func necessity(n Necessity) int {
	return slices.Index([]Necessity{Required, Tolerable, Optional}, n)
}

// schedule puts an item behind those it waits for, all of which stand in the plan.
func (c *Compiled) schedule(p Part, n int64, r Record) {
	s := Stage{Item: p.Item, N: n, Name: r.Name, Dept: r.Department, Stage: p.Stage, After: p.After, Days: days(r.Promised)}
	for _, before := range c.Plan {
		if slices.Contains(p.After, before.Item) {
			s.Start = max(s.Start, before.End)
		}
	}
	s.End = s.Start + s.Days
	c.Plan = append(c.Plan, s)
	c.Length, c.Alone = max(c.Length, s.End), c.Alone+s.Days
}

// within marks the materials that are the result of an item which all who want them wait for.
func (c *Compiled) within(items map[string]Item) {
	before := map[string]map[string]bool{} // of each item, all that it waits for
	results := map[string]string{}
	for _, s := range c.Plan {
		before[s.Item] = map[string]bool{}
		for _, id := range s.After {
			before[s.Item][id] = true
			maps.Copy(before[s.Item], before[id])
		}
		results[items[s.Item].Record.Result.Name] = s.Item
	}
	for n := range c.Materials {
		m := &c.Materials[n]
		from, made := results[m.Name]
		if made && all(m.For, func(id string) bool { return before[id][from] }) {
			m.Within = from
			c.Spared++
		}
	}
}
