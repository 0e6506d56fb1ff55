package demo

import (
	"fmt"
	"slices"

	"huying/internal/approval"
	"huying/internal/catalog"
)

// applicant is somebody who does not exist: the number tells everything about him, so that he may come again.
type applicant struct {
	person approval.Party
	home   string // id of his township
	shop   string // name of his firm or shop
	firm   approval.Party
}

// What applicants are called: by what they do, and firms by places that are nowhere.
var (
	callings = []string{"居民", "店主", "业主", "农户", "车主", "家长", "职工", "学员", "租户", "住户"}
	shopsAt  = []string{"望河", "青禾", "松涛", "临溪", "墨香", "稻香", "橙花", "星河", "鹿鸣", "竹影", "雁归", "麦浪"}
	trades   = []string{"餐饮", "食品", "百货", "建材", "物流", "文化传媒", "农业科技", "医疗器械", "人力资源", "装饰工程", "教育咨询", "机电设备"}
)

// people is how many citizens and firms ever apply.
const people = 3600

// applicant gives one of them.
func (h *hall) applicant() applicant {
	n := h.rng.IntN(people)
	surname := string(surnames[n%len(surnames)])
	home := h.city.places[n%len(h.city.places)]
	address := fmt.Sprintf("云岭市%s%s%d号", home.name, home.roads[n%len(home.roads)], 1+n%180)
	id := identity(fmt.Sprintf("%s%04d%02d%02d%03d", cityID, 1958+n%46, 1+n%12, 1+n%28, n%1000))
	a := applicant{home: home.id, shop: "云岭市" + shopsAt[n%len(shopsAt)] + trades[n/12%len(trades)]}
	a.person = approval.Party{Kind: "person", Name: surname + callings[n/7%len(callings)], IDNumber: id, Phone: fmt.Sprintf("1990084%04d", n), Address: address}
	a.firm = approval.Party{Kind: "firm", Name: fmt.Sprintf("%s%s有限公司", a.shop, []string{"", "一", "二", "三", "四"}[n/144%5]), IDNumber: credit(fmt.Sprintf("91%sMA%07d", cityID, n)),
		Phone: a.person.Phone, Address: address, Legal: a.person.Name, Contact: string(surnames[(n+5)%len(surnames)]) + "经办"}
	return a
}

// identity completes the number of a person in a region that is in no register.
func identity(first17 string) string {
	return complete(first17, "0123456789X", catalog.ValidIdentity)
}

// credit completes the number of a firm there.
func credit(first17 string) string {
	return complete(first17, "0123456789ABCDEFGHJKLMNPQRTUWXY", catalog.ValidCredit)
}

func complete(first, last string, valid func(string) bool) string {
	i := slices.IndexFunc([]byte(last), func(c byte) bool { return valid(first + string(c)) })
	return first + last[max(i, 0):max(i, 0)+1]
}

// party is who applies for an item: a firm where it is for firms, a person otherwise.
func (a applicant) party(h *hall, audience []catalog.Audience) approval.Party {
	if slices.Contains(audience, catalog.Individual) && (len(audience) == 1 || h.chance(60)) {
		return a.person
	}
	return a.firm
}

// filer is somebody who files for another.
func (h *hall) filer(kind string) *approval.Agent {
	p := h.applicant().person
	return &approval.Agent{Kind: kind, Name: string([]rune(p.Name)[:1]) + "代办", IDNumber: p.IDNumber, Phone: p.Phone}
}
