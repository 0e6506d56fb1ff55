package demo

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// good is an item on the shelf: a matter that may be applied for. What every township offers has an item in each.
type good struct {
	item, key, dept string
	record          catalog.Record
}

// shelf is what may be applied for.
type shelf struct {
	goods   []good
	quick   []int // what is done at once, what is asked for often several times
	slow    []int
	themes  []catalog.Bundle
	project *catalog.Bundle
}

// often are the matters that are asked for most, by their keys in the model catalogue, with how much more.
var often = map[string]int{
	"sole_trader_register": 8, "company_establish": 5, "medical_enrol": 8, "remote_care_filing": 8, "social_card_apply": 6, "estate_transfer": 6, "estate_query": 8, "driver_licence_renew": 6,
	"senior_card": 5, "birth_household": 3, "employee_change": 4, "seal_filing": 4, "packaged_food_filing": 4, "shop_sign_filing": 3, "lease_filing": 4, "licence_reissue": 3, "unemployment_register": 2,
	"vehicle_register": 2, "food_licence_new": 6, "hygiene_new": 4, "food_licence_renew": 3, "medical_reimburse_inpatient": 5, "residence_permit_apply": 4, "id_card_renew": 4, "freight_licence_new": 3,
	"temporary_relief": 2, "elder_allowance": 2, "teacher_certificate": 2, "nurse_register": 2, "outdoor_ad": 2, "road_occupy": 2, "unemployment_benefit": 2, "water_install": 2, "gas_install": 2,
}

// resting are the items that the catalogue's own changes make unavailable for a while.
var resting = []string{"company_rest"}

// stock loads the model catalogue and remembers what is in it.
func (h *hall) stock() error {
	folder, err := catalog.ReadFolder(catalogue.Files)
	if err != nil {
		return err
	}
	res, err := h.Catalog.Import(h.ctx, org.System(), folder, nil)
	if err != nil {
		return err
	}
	if len(res.Refused) > 0 {
		return fmt.Errorf("demo: the catalogue refuses %s: %v", res.Refused[0].Key, res.Refused[0].Findings)
	}
	ids, err := h.handlingItems()
	if err != nil {
		return err
	}
	err = h.DB.View(h.ctx, func(tx *storage.Tx) error {
		for _, id := range ids {
			item, err := h.Catalog.Published(tx, id)
			if err != nil {
				return err
			}
			h.shelf.put(good{item.ID, item.Key, item.Record.Department, item.Record})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if h.shelf.themes, err = h.Catalog.Bundles(h.ctx, catalog.KindTheme, ""); err != nil {
		return err
	}
	slices.SortFunc(h.shelf.themes, func(a, b catalog.Bundle) int { return strings.Compare(a.Key, b.Key) })
	projects, err := h.Catalog.Bundles(h.ctx, catalog.KindProject, "")
	if err == nil && len(projects) > 0 {
		h.shelf.project = &projects[0]
	}
	return err
}

func (h *hall) handlingItems() (ids []string, err error) {
	req := page.Request{Size: page.MaxSize}
	for {
		rows, err := h.Catalog.List(h.ctx, org.System(), catalog.Filter{Tier: catalog.Handling, Statuses: []string{string(catalog.Published)}}, req)
		if err != nil {
			return nil, err
		}
		for _, row := range rows.Items {
			ids = append(ids, row.ID)
		}
		if req.After = rows.Next; rows.Next == "" {
			slices.Sort(ids) // the engines need not sort names alike
			return ids, nil
		}
	}
}

// put sets an item where it belongs.
func (s *shelf) put(g good) {
	s.goods = append(s.goods, g)
	if slices.Contains(resting, g.key) || strings.Contains(g.key, "@") { // the township follows from who applies
		return
	}
	into := &s.slow
	if g.record.Class == catalog.Instant || g.record.Flags.FormalOnly {
		into = &s.quick
	}
	for range 1 + often[g.key] {
		*into = append(*into, len(s.goods)-1)
	}
}

// draw takes an item that is done at once, or one that takes days.
func (h *hall) draw(slow bool) good {
	if slow {
		return h.shelf.goods[pick(h.play, h.shelf.slow)]
	}
	return h.shelf.goods[pick(h.play, h.shelf.quick)]
}

// of lists the ids of a department's items that fit; of all departments for "".
func (s *shelf) of(dept string, fits func(g good) bool) (ids []string) {
	for _, g := range s.goods {
		if (dept == "" || g.dept == dept) && fits(g) {
			ids = append(ids, g.item)
		}
	}
	return ids
}

// find gives an item by its key in the model catalogue.
func (s *shelf) find(key string) good {
	return s.goods[slices.IndexFunc(s.goods, func(g good) bool { return g.key == key })]
}

// near gives what the township of an applicant offers in the place of the same from another.
func (s *shelf) near(g good, township string) good {
	matter, _, _ := strings.Cut(g.key, "@")
	if i := slices.IndexFunc(s.goods, func(x good) bool { return x.key == matter+"@"+township }); i >= 0 {
		return s.goods[i]
	}
	return g
}

// theme gives a theme by its key in the model catalogue.
func (s *shelf) theme(key string) catalog.Bundle {
	return s.themes[slices.IndexFunc(s.themes, func(b catalog.Bundle) bool { return b.Key == key })]
}

// byItem gives an item by its id.
func (s *shelf) byItem(id string) good {
	return s.goods[slices.IndexFunc(s.goods, func(g good) bool { return g.item == id })]
}
