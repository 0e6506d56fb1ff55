package demo

import (
	"fmt"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// approvers are those who take, review, decide and hand out.
type approvers struct {
	all       []*person
	clerks    []*person // of the comprehensive windows; the last one's letter covers little
	issuers   []*person
	keeper    *person
	finance   *person
	pricing   *person
	reviewers map[string]*person // by department
	sections  map[string]*person // section chiefs
	chiefs    map[string]*person // chief representatives
	editors   map[string]*person
}

// counters are the posts of the hall and of those who keep the catalogue. Shown ones may be tried.
var counters = []struct {
	role                     org.Role
	login, given, post, dept string
	n, shown                 int
	everywhere               bool // what has no place is theirs, too
}{
	{org.Clerk, "chuangkou", "窗口", "综合窗口", hallID, 6, 1, false}, {org.Issuer, "fazheng", "发证", "发证窗口", hallID, 2, 1, false}, {org.Issuer, "shoufei", "收费", "收费登记", hallID, 1, 1, false},
	{org.Cataloguer, "mulu2", "审核", "目录审核", hallID, 1, 1, true}, {org.Finance, "caizheng", "财政", "财政审核", "czj", 1, 1, true}, {org.Pricing, "jiage", "价格", "价格审核", "fgj", 1, 1, true},
	{org.Editor, "mulu1", "编制", "目录编制", "scj", 1, 1, false}, {org.Editor, "mulu3", "编制", "目录编制", "zrj", 1, 0, false}, {org.Reviewer, "zhengfu1", "政办", "政府办审批", "lingdao", 1, 1, false},
}

// sections are the posts of every department that decides on applications, with the logins of those that may be tried.
var sections = []struct {
	role               org.Role
	login, given, post string
	shown              map[string]string
}{
	{org.Reviewer, "shencha", "审查", "审查", map[string]string{"scj": "shencha1", "cgj": "shencha2", "gaj": "shencha3"}},
	{org.Reviewer, "kezhang", "科长", "科长", map[string]string{"scj": "kezhang1"}},
	{org.Chief, "shouquan", "首席", "首席代表", map[string]string{"scj": "shouquan1", "fgj": "bangban1"}},
}

// hire takes them on.
func (h *hall) hire(tx *storage.Tx) error {
	s := &h.staff
	s.reviewers, s.sections, s.chiefs, s.editors = map[string]*person{}, map[string]*person{}, map[string]*person{}, map[string]*person{}
	for _, post := range counters {
		for i := range post.n {
			login := post.login
			if last := login[len(login)-1]; last < '0' || last > '9' {
				login = fmt.Sprintf("%s%d", login, i+1)
			}
			d := h.city.offices[post.dept]
			grant := org.Grant{Role: post.role, DeptPath: d.Path, RegionPath: cityPath}
			if post.everywhere {
				grant.DeptPath, grant.RegionPath = "", ""
			}
			who, err := h.employ(tx, login, post.given, post.post, d, grant, i < post.shown)
			if err != nil {
				return err
			}
			s.seat(post.role, who)
		}
	}
	for _, id := range h.handlingOffices() { // each of them offers something
		for _, post := range sections {
			login, shown := post.shown[id]
			if !shown {
				login = fmt.Sprintf("%s.%s", id, post.login)
			}
			d := h.city.offices[id]
			who, err := h.employ(tx, login, post.given, post.post, d, org.Grant{Role: post.role, DeptPath: d.Path}, shown)
			if err != nil {
				return err
			}
			map[string]map[string]*person{"shencha": s.reviewers, "kezhang": s.sections, "shouquan": s.chiefs}[post.login][id] = who
		}
	}
	return nil
}

// seat remembers who sits where in the hall.
func (s *approvers) seat(role org.Role, who *person) {
	switch role {
	case org.Clerk:
		s.clerks = append(s.clerks, who)
	case org.Issuer:
		s.issuers = append(s.issuers, who)
	case org.Cataloguer:
		s.keeper = who
	case org.Finance:
		s.finance = who
	case org.Pricing:
		s.pricing = who
	case org.Editor:
		s.editors[who.dept] = who
	case org.Reviewer:
		s.reviewers[who.dept] = who
	}
}

// employ takes one person on. Those of the hall do not take part in the attendance of the offices that handle orders.
func (h *hall) employ(tx *storage.Tx, login, given, post string, d org.Department, g org.Grant, shown bool) (*person, error) {
	s := &h.staff
	name := string(surnames[(len(s.all)*5+3)%len(surnames)]) + given
	phone := fmt.Sprintf("1990083%04d", len(s.all)+1)
	made, err := h.Org.AddPerson(tx, org.System(), org.PersonForm{Login: login, Name: name, Post: post, Department: d.ID, Phone: &phone})
	if err != nil {
		return nil, err
	}
	who := &person{id: made.ID, login: login, name: name, post: post, dept: d.ID}
	s.all = append(s.all, who)
	if shown {
		h.city.show(who, d.Name)
	}
	return who, h.Org.Grant(tx, org.System(), who.id, g)
}

func (h *hall) logOn(who *person) {
	h.as(who, func(a org.Actor) error { return h.Org.Attend(h.ctx, a) })
	if h.Notices != nil && h.chance(60) {
		h.at(h.now().Add(h.minutes(2, 60)), func() {
			h.as(who, func(a org.Actor) error { return h.Notices.Read(h.ctx, a, nil) })
		})
	}
}

// authorise has the letters of authorisation signed: the head of a department empowers its chief representative and, for
// sole review, its section chief; the leader in charge empowers the windows for what is done at once (ORG-05, ORG-06).
func (h *hall) authorise(first calendar.Date) {
	until := calendar.Of(first.Year(), first.Month()+24, first.Day())
	sign := func(by *person, a org.Authorisation) {
		a.Seal, a.From, a.To = "行政审批专用章", first, until
		h.tx(by, func(tx *storage.Tx, actor org.Actor) error {
			_, err := h.Org.Authorise(tx, actor, a)
			return err
		})
	}
	for _, id := range h.handlingOffices() {
		items := h.shelf.of(id, func(good) bool { return true })
		head := h.city.heads[id]
		sign(head, org.Authorisation{Capacity: org.AsChief, Person: h.staff.chiefs[id].id, Deputy: h.staff.sections[id].id, Items: items,
			Powers: []org.Power{org.PowerApprove, org.PowerReview, org.PowerUrge, org.PowerCoordinate}})
		sign(head, org.Authorisation{Capacity: org.AsSole, Person: h.staff.sections[id].id, Items: items, Powers: []org.Power{org.PowerApprove}})
	}
	atOnce := h.shelf.of("", good.atOnce)
	leader := h.city.byRole[org.Leader][0]
	for i, clerk := range h.staff.clerks {
		items := atOnce
		if i == len(h.staff.clerks)-1 {
			items = h.shelf.of("scj", good.atOnce)
		}
		sign(leader, org.Authorisation{Capacity: org.AsWindow, Person: clerk.id, Window: fmt.Sprintf("综合窗口%d号", i+1), Items: items, Powers: []org.Power{org.PowerApprove}})
	}
	until = max(first, calendar.DateOf(h.until).Add(-lapsed)) // one of the first letters has run out
	sign(leader, org.Authorisation{Capacity: org.AsWindow, Person: h.staff.clerks[len(h.staff.clerks)-1].id, Window: "企业开办专窗", Items: h.shelf.of("cgj", good.atOnce), Powers: []org.Power{org.PowerApprove}})
}

// lapsed is for how many days a letter has not been renewed.
const lapsed = 12

// atOnce reports whether a window may decide an item itself: because it asks for a formal review only, or on a commitment.
func (g good) atOnce() bool {
	return g.record.Plan.Model == catalog.OnTheSpot || g.record.Flags.FormalOnly || g.record.Flags.Commitment
}
