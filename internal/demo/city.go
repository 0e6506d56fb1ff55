package demo

import (
	"fmt"
	"strings"

	"huying/internal/org"
	"huying/internal/storage"
)

// person is somebody who works in the city.
type person struct {
	id, login, name, post, dept string
}

// place is a township with its villages; its office has the same id.
type place struct {
	id, name       string
	villages       []village
	roads, estates []string
}

type village struct{ id, name string }

// city is who and what there is, in a fixed order.
type city struct {
	places   []place
	offices  map[string]org.Department
	byRole   map[org.Role][]*person // those of the whole city
	heads    map[string]*person     // by department
	handlers map[string][]*person   // by department
	away     map[*person]absence
	staff    []*person
	logins   []Login
	tried    []*person // who have them
}

const (
	cityID   = "990081"
	cityPath = "/990081/"
	hallID   = "dating"
	centreID = "zhongxin"
)

// townships are the fourteen townships and the one urban district of appendix C, with the villages, roads and estates in
// them.
var townships = []struct{ name, villages, roads, estates string }{
	{"云心街道", "云心社区 青枫里社区 书院巷社区 石桥社区 望河社区", "望云大道 青禾路 书院街 望河路 石桥街", "云心家园 青枫雅苑 书院新村 石桥公寓 望河花园"},
	{"望禾镇", "望禾村 新禾村 柳荫村 三棵树村", "望禾路 柳荫街", "望禾新居 新禾家园 柳荫小区"}, {"听松镇", "听松村 松涛村 半坡村", "松涛路 听松街", "松涛小区"},
	{"临溪堰镇", "溪头村 溪尾村 堰坎村 柏杨村", "临溪路 堰坎街", "溪畔人家"}, {"砚池镇", "砚池村 墨香村 书台村", "墨香街 砚池路", "墨池新城"},
	{"晴川坞镇", "晴川坞村 坞里村 渡口村", "晴川路 渡口街", "晴川居"}, {"稻香浦镇", "稻香浦村 浦东头村 浦西头村 苇塘村", "稻香路 苇塘街", "稻香人家"},
	{"橙林镇", "橙林村 橙花村 果场村", "橙花巷 果场路", "橙林里"}, {"星河桥镇", "星河桥村 桥南村 桥北村", "星河路 桥南街", "星河家园"},
	{"鹿角湾镇", "鹿角湾村 湾里村 鹿鸣坡村", "鹿鸣路 湾里街", "鹿鸣小区"}, {"竹韵镇", "竹韵村 竹溪头村 笋山村", "竹影街 笋山路", "竹韵苑"},
	{"雁归岭乡", "雁归岭村 岭上村 岭下村", "雁阵路", "雁归小区"}, {"麦浪乡", "麦浪村 麦垛村 打谷场村", "麦垛巷 麦浪路", "麦浪新居"},
	{"棠梨坡乡", "棠梨坡村 梨园子村 花坳村", "棠梨路", "棠梨小区"}, {"云根乡", "云根村 石笋村 雾里村", "云根路", "云根小区"},
}

// bureaus are the offices that do not belong to a township.
var bureaus = []org.Department{
	{ID: centreID, Name: "12345政务服务便民热线中心", Short: "热线中心", Kind: org.Centre}, {ID: "ducha", Name: "热线督查中心", Short: "督查中心", Kind: org.Supervision},
	{ID: "jiancha", Name: "监察室", Kind: org.Inspection}, {ID: "fagui", Name: "政策法规处", Kind: org.LegalAffairs}, {ID: "lingdao", Name: "热线工作领导小组办公室", Short: "领导小组", Kind: org.LeadingGroup},
	{ID: hallID, Name: "窗口服务大厅", Short: "服务大厅", Kind: org.ServiceHall},
	{ID: "fgj", Name: "发展和改革局", Short: "发改局"}, {ID: "czj", Name: "财政局"}, {ID: "jyj", Name: "教育体育局", Short: "教体局"}, {ID: "gaj", Name: "公安局"}, {ID: "mzj", Name: "民政局"},
	{ID: "rsj", Name: "人力资源和社会保障局", Short: "人社局"}, {ID: "zrj", Name: "自然资源局"}, {ID: "sthj", Name: "生态环境局"}, {ID: "zjj", Name: "住房和城乡建设局", Short: "住建局"},
	{ID: "jtj", Name: "交通运输局", Short: "交通局"}, {ID: "slj", Name: "水利局"}, {ID: "nyj", Name: "农业农村局"}, {ID: "wlj", Name: "文化和旅游局", Short: "文旅局"},
	{ID: "wjj", Name: "卫生健康局", Short: "卫健局"}, {ID: "scj", Name: "市场监督管理局", Short: "市场监管局"}, {ID: "cgj", Name: "城市管理局", Short: "城管局"}, {ID: "ybj", Name: "医疗保障局", Short: "医保局"},
	{ID: "gsgs", Name: "供水公司", Kind: org.OtherDepartments}, {ID: "gdgs", Name: "供电公司", Kind: org.OtherDepartments}, {ID: "rqgs", Name: "燃气公司", Kind: org.OtherDepartments},
}

// posts of the whole city: how many, where, and what they are called. Given names tell the post, so that nobody can be
// taken for a real person.
var posts = []struct {
	role               org.Role
	login, given, dept string
	n                  int
}{
	{org.Operator, "jiexian", "接线", centreID, 8}, {org.Dispatcher, "paidan", "派单", centreID, 3}, {org.Revisitor, "dating", "回访", hallID, 5}, {org.Arbiter, "ducha", "督查", "ducha", 2},
	{org.Inspector, "jiancha", "监察", "jiancha", 2}, {org.Legal, "fagui", "法规", "fagui", 1}, {org.Leader, "fenguan", "分管", "lingdao", 2}, {org.Duty, "zhiban", "值班", hallID, 4},
	{org.DutyLeader, "daiban", "带班", "lingdao", 3}, {org.Admin, "admin", "系统", centreID, 1}, {org.Admin, "admin2", "复核", centreID, 1},
	{org.Auditor, "shenji", "审计", centreID, 1},
}

var surnames = []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹")

// build makes the regions, offices, people, settings of routing and the first roster.
func (p *play) build() error {
	p.city = city{offices: map[string]org.Department{}, byRole: map[org.Role][]*person{}, heads: map[string]*person{}, handlers: map[string][]*person{}, away: map[*person]absence{}}
	if err := p.DB.Update(p.ctx, p.buildPlaces); err != nil {
		return err
	}
	if err := p.DB.Update(p.ctx, p.buildPeople); err != nil {
		return err
	}
	return p.buildRouting()
}

func (p *play) buildPlaces(tx *storage.Tx) error {
	sys := org.System()
	if _, err := p.Org.AddRegion(tx, sys, org.Region{ID: cityID, Name: "云岭市", Level: org.County}); err != nil {
		return err
	}
	p.city.places = places()
	for _, here := range p.city.places {
		if _, err := p.Org.AddRegion(tx, sys, org.Region{ID: here.id, Name: here.name, Level: org.Township, Parent: cityID}); err != nil {
			return err
		}
		for _, v := range here.villages {
			if _, err := p.Org.AddRegion(tx, sys, org.Region{ID: v.id, Name: v.name, Level: org.Village, Parent: here.id}); err != nil {
				return err
			}
		}
	}
	return p.buildOffices(tx)
}

// places are the townships with their villages.
func places() (out []place) {
	for i, t := range townships {
		here := place{id: fmt.Sprintf("%s%03d", cityID, 101+i), name: t.name, roads: splitWords(t.roads), estates: splitWords(t.estates)}
		for j, name := range splitWords(t.villages) {
			here.villages = append(here.villages, village{fmt.Sprintf("%s%03d", here.id, 201+j), name})
		}
		out = append(out, here)
	}
	return out
}

func (p *play) buildOffices(tx *storage.Tx) error {
	all := append([]org.Department{}, bureaus...)
	for _, here := range p.city.places {
		all = append(all, org.Department{ID: here.id, Name: officeName(here.name), Short: here.name, Kind: org.TownshipOffice, Region: here.id})
	}
	for _, d := range all {
		if d.Kind == "" {
			d.Kind = org.Bureau
		}
		if d.Region == "" {
			d.Region = cityID
		}
		made, err := p.Org.AddDepartment(tx, org.System(), d)
		if err != nil {
			return err
		}
		p.city.offices[made.ID] = made
	}
	return nil
}

func officeName(township string) string {
	if strings.HasSuffix(township, "街道") {
		return township + "办事处"
	}
	return township + "人民政府"
}

func (p *play) buildPeople(tx *storage.Tx) error {
	c := &p.city
	c.byRole, c.staff, c.logins, c.tried = map[org.Role][]*person{}, nil, nil, nil
	for _, post := range posts {
		for i := range post.n {
			login := fmt.Sprintf("%s%d", post.login, i+1)
			if post.n == 1 {
				login = post.login
			}
			who, err := p.hire(tx, login, string(surnames[i*7%len(surnames)])+post.given, post.role.Info().Name, post.dept, org.Grant{Role: post.role, RegionPath: grantedRegion(post.role)})
			if err != nil {
				return err
			}
			c.byRole[post.role] = append(c.byRole[post.role], who)
			if i == 0 {
				c.show(who, c.offices[post.dept].Name)
			}
		}
	}
	n := 0
	for _, id := range p.handlingOffices() {
		if err := p.staffOffice(tx, c.offices[id], n); err != nil {
			return err
		}
		n++
	}
	return nil
}

// grantedRegion leaves what has no place (settings, the record) to those who run and audit the system.
func grantedRegion(r org.Role) string {
	if r == org.Admin || r == org.Auditor {
		return ""
	}
	return cityPath
}

// handlingOffices lists the offices that handle orders: bureaus, then townships.
func (p *play) handlingOffices() []string {
	var out []string
	for _, d := range bureaus[6:] {
		out = append(out, d.ID)
	}
	for _, here := range p.city.places {
		out = append(out, here.id)
	}
	return out
}

// staffOffice gives an office a head and two handlers.
func (p *play) staffOffice(tx *storage.Tx, d org.Department, n int) error {
	c := &p.city
	short := d.ID
	if d.Kind == org.TownshipOffice {
		short = "xz" + d.ID[len(d.ID)-2:]
	}
	head, err := p.hire(tx, short+".head", string(surnames[n])+"负责", "主要负责人", d.ID, org.Grant{Role: org.Head, DeptPath: d.Path})
	if err != nil {
		return err
	}
	c.heads[d.ID] = head
	for i := range 2 {
		who, err := p.hire(tx, fmt.Sprintf("%s%d", short, i+1), string(surnames[(2*n+i)%len(surnames)])+"承办", "承办人", d.ID, org.Grant{Role: org.Handler, DeptPath: d.Path})
		if err != nil {
			return err
		}
		c.handlers[d.ID] = append(c.handlers[d.ID], who)
		if i == 0 && (d.ID == "scj" || d.ID == "cgj") {
			c.show(who, d.Name)
		}
	}
	if d.ID == "scj" {
		c.show(head, d.Name)
	}
	return nil
}

func (p *play) hire(tx *storage.Tx, login, name, post, dept string, g org.Grant) (*person, error) {
	phone := fmt.Sprintf("1990081%04d", len(p.city.staff)+1)
	made, err := p.Org.AddPerson(tx, org.System(), org.PersonForm{Login: login, Name: name, Post: post, Department: dept, Phone: &phone})
	if err != nil {
		return nil, err
	}
	who := &person{id: made.ID, login: login, name: name, post: post, dept: dept}
	p.city.staff = append(p.city.staff, who)
	return who, p.Org.Grant(tx, org.System(), who.id, g)
}

func (c *city) show(who *person, dept string) {
	c.logins = append(c.logins, Login{Login: who.login, Name: who.name, Post: who.post, Dept: dept})
	c.tried = append(c.tried, who)
}

// setPasswords lets the shown accounts sign in.
func (p *play) setPasswords(password string) error {
	p.report.Logins = p.city.logins
	if password == "" {
		return nil
	}
	var ids []string
	for _, who := range p.city.tried {
		ids = append(ids, who.id)
	}
	return p.Org.SetPassword(p.ctx, org.System(), password, ids...)
}
