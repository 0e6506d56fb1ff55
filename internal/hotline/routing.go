package hotline

import (
	"context"
	"fmt"
	"strings"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// RoutingRule offers a department for orders whose text has the keywords, or tells at which other level the citizen
// should ask (HOT-74, HOT-80 to HOT-82). Region narrows it to a place and what lies under it.
type RoutingRule struct {
	ID       string `json:"id"`
	Keywords string `json:"keywords"` // separated by spaces; all must occur
	Category string `json:"category,omitempty"`
	Region   string `json:"region,omitempty"`
	Dept     string `json:"dept,omitempty"`
	Level    string `json:"level,omitempty"`  // one of Levels; "" is our own
	Advice   string `json:"advice,omitempty"` // what to tell the citizen; of a department of our own, a word for who dispatches
	Origin   string `json:"origin,omitempty"` // the order whose ruling made it
	Active   bool   `json:"active"`
}

func (s *Service) addRoutingRule(tx *storage.Tx, actor org.Actor, r RoutingRule) (id string) {
	id = tx.NewID()
	tx.Queue(`INSERT INTO routing_rules (id, keywords, category, region, dept, level, advice, origin, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, strings.Join(strings.Fields(r.Keywords), " "), r.Category, r.Region, r.Dept, r.Level, r.Advice, r.Origin, actor.ID, storage.Millis(tx.Now))
	return id
}

func (s *Service) routingRules(tx *storage.Tx) ([]RoutingRule, error) {
	out := []RoutingRule{}
	err := tx.All(`SELECT id, keywords, category, region, dept, level, advice, origin, active FROM routing_rules ORDER BY made_at DESC, id DESC LIMIT 1000`, nil, func(scan func(...any) error) error {
		var r RoutingRule
		err := scan(&r.ID, &r.Keywords, &r.Category, &r.Region, &r.Dept, &r.Level, &r.Advice, &r.Origin, &r.Active)
		out = append(out, r)
		return err
	})
	return out, err
}

// RoutingRules lists the rules by which departments are offered, newest first.
func (s *Service) RoutingRules(ctx context.Context, actor org.Actor) (out []RoutingRule, err error) {
	if !actor.MayAnywhere(org.AdminRouting) && !actor.MayAnywhere(org.OrderDispatch) {
		return nil, fault.New(fault.Forbidden, "hotline.routing", "您没有查看派单规则的权限。")
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		out, err = s.routingRules(tx)
		return err
	})
	return out, err
}

// SaveRoutingRule adds a rule, or retires one by its id with Active false. Rules are not rewritten: what was offered when
// stays known. Whoever maintains rules does so for the places of his own right; either is recorded.
func (s *Service) SaveRoutingRule(tx *storage.Tx, actor org.Actor, r RoutingRule) error {
	if err := s.fits("keywords", r.Keywords, "category", r.Category, "advice", r.Advice); err != nil {
		return err
	}
	dir, err := s.org.Directory(tx.Context())
	if err != nil {
		return err
	}
	if r.ID != "" {
		return retireRule(tx, dir, actor, r.ID, r.Active)
	}
	behalf, err := mayRoute(dir, actor, r.Region)
	if err != nil {
		return err
	}
	if err := r.check(dir); err != nil {
		return err
	}
	id := s.addRoutingRule(tx, actor, r)
	return recordRouting(tx, actor, behalf, "routing.add", id)
}

func retireRule(tx *storage.Tx, dir *org.Directory, actor org.Actor, id string, active bool) error {
	var region string
	found, err := tx.One(`SELECT region FROM routing_rules WHERE id = $1`, []any{id}, &region)
	if err != nil {
		return err
	}
	behalf, err := mayRoute(dir, actor, region)
	if err != nil {
		return err
	}
	if !found {
		return fault.New(fault.NotFound, "hotline.routing.none", "没有这条派单规则。")
	}
	tx.Queue(`UPDATE routing_rules SET active = $1 WHERE id = $2`, active, id)
	return recordRouting(tx, actor, behalf, map[bool]string{true: "routing.restore", false: "routing.retire"}[active], id)
}

func recordRouting(tx *storage.Tx, actor org.Actor, behalf, action, id string) error {
	return audit.Record(tx, "routing", audit.Entry{Action: action, Actor: actor.ID, OnBehalf: behalf, Authority: "HOT-38", Data: map[string]string{"rule": id}})
}

// mayRoute tells in whose right the person maintains the rules of a place; "" is the whole place.
func mayRoute(dir *org.Directory, actor org.Actor, region string) (onBehalf string, err error) {
	if region == "" {
		region = whole(dir)
	}
	onBehalf, ok := actor.Authority(org.AdminRouting, "", region)
	if !ok {
		return "", fault.New(fault.Forbidden, "hotline.routing", "您没有维护派单规则的权限。")
	}
	return onBehalf, nil
}

// tell is what the citizen is told: where to ask, where a matter belongs to another level (HOT-74, HOT-80 to HOT-82).
func (r RoutingRule) tell() string {
	switch {
	case r.Advice != "" && (r.Level != "" || r.Dept == ""):
		return r.Advice
	case r.Level != "" && r.Dept == "":
		return fmt.Sprintf("此事由%s管辖，请向%[1]s反映。", label(Levels, r.Level))
	}
	return ""
}

func (r RoutingRule) check(dir *org.Directory) error {
	if strings.TrimSpace(r.Keywords) == "" {
		return fault.New(fault.Invalid, "hotline.routing.keywords", "请填写关键词。").On("keywords", "不能为空")
	}
	if place, ok := dir.Region(lastNode(r.Region)); r.Region != "" && (!ok || place.Path != r.Region) {
		return fault.New(fault.Invalid, "hotline.region", "没有这个区域。").On("region", "没有这个区域")
	}
	if r.Level != "" {
		if err := oneOf(Levels, r.Level, "level", "请选择本级、省级部门、市级部门或区县部门。"); err != nil {
			return fault.From(err).Under("HOT-74")
		}
	}
	if r.Dept == "" && r.Level == "" && strings.TrimSpace(r.Advice) == "" {
		return fault.New(fault.Invalid, "hotline.routing.dept", "请选择承办部门、其他层级，或填写告知诉求人的去向。").On("dept", "不能为空")
	}
	if r.Dept == "" {
		return nil
	}
	_, err := department(dir, r.Dept, "dept")
	return err
}
