package approval

import (
	"slices"

	"huying/internal/catalog"
	"huying/internal/storage"
)

// plan lists what a bundle or project is made of.
func (b *Bundle) plan(c *catalog.Compiled) {
	for _, stage := range c.Plan {
		b.Parts = append(b.Parts, Part{Item: stage.Item, ItemVersion: stage.N, Name: stage.Name, Dept: stage.Dept, Days: stage.Days, Stage: stage.Stage, After: stage.After, State: "waiting"})
	}
}

// expect lists the one set of materials of a theme. What one of its items will make need not be handed in.
func (b *Bundle) expect(c *catalog.Compiled) (wanted []catalog.Material) {
	for _, shared := range c.Materials {
		b.Materials = append(b.Materials, Material{Code: shared.Code, Name: shared.Name, Necessity: shared.Necessity, Source: shared.Source, State: "missing"})
		wanted = append(wanted, shared.Material)
	}
	return wanted
}

// reached reports whether all that a part waits for is granted.
func (b *Bundle) reached(p *Part) bool {
	for _, id := range p.After {
		if before := b.part(id); before == nil || before.State != "granted" {
			return false
		}
	}
	return true
}

func (b *Bundle) part(item string) *Part {
	for i := range b.Parts {
		if b.Parts[i].Item == item {
			return &b.Parts[i]
		}
	}
	return nil
}

// drop takes out of a theme the parts whose items were cancelled before they could be applied for (CAT-08), and stops what
// waits for them or for what was refused. A project's permits are applied for one by one, and refused then.
func (s *Service) drop(tx *storage.Tx, b *Bundle) (cancelled []string, err error) {
	for i := range b.Parts {
		p := &b.Parts[i]
		if b.Kind != catalog.KindTheme || p.State != "waiting" {
			continue
		}
		item, err := s.items.Version(tx, p.Item, p.ItemVersion)
		if err != nil {
			return nil, err
		}
		if item.Status == catalog.Cancelled {
			p.State, cancelled = "cancelled", append(cancelled, p.Item)
		}
	}
	b.stop()
	return cancelled, nil
}

// stop marks what waits for something that was refused: it cannot be applied for under this bundle.
func (b *Bundle) stop() {
	for again := true; again; {
		again = false
		for i := range b.Parts {
			p := &b.Parts[i]
			if p.State != "waiting" {
				continue
			}
			for _, id := range p.After {
				if before := b.part(id); before != nil && slices.Contains([]string{"refused", "stopped", "cancelled"}, before.State) {
					p.State, again = "stopped", true
				}
			}
		}
	}
}

// over reports whether nothing is left to be opened or decided.
func (b *Bundle) over() bool {
	return !slices.ContainsFunc(b.Parts, func(p Part) bool { return p.State == "waiting" || p.State == "open" })
}

func (b *Bundle) broken() bool {
	return slices.ContainsFunc(b.Parts, func(p Part) bool { return p.State != "granted" })
}
