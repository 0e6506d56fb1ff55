package hotline

import (
	"slices"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
)

// district reports that an office belongs to a county of the city, and not to the city itself or to a township.
func district(dir *org.Directory, dept org.Department) bool {
	r, ok := dir.Region(dept.Region)
	return ok && r.Level == org.County && r.Path != whole(dir)
}

// toDistrict tells the head of a district's office what is sent there (HOT-81). Something major is handled there jointly with an
// office of the city, and the city's leader on duty is told, unless the district has an authority of its own (HOT-82).
func (s *Service) toDistrict(a *casework.Act, o *Order, dir *org.Directory, lead org.Department, assist []org.Department) error {
	offices := append([]org.Department{lead}, assist...)
	ofDistrict := func(d org.Department) bool { return district(dir, d) }
	i := slices.IndexFunc(offices, ofDistrict)
	if i < 0 {
		return nil
	}
	if district(dir, lead) {
		s.alert(a, "local", org.OrderSignoff)
	}
	if !o.Major || !s.policy.Now().Bool("hotline.district.joint", offices[i].RegionPath) {
		return nil
	}
	if !slices.ContainsFunc(offices, func(d org.Department) bool { return d.RegionPath == whole(dir) }) {
		return fault.New(fault.Refused, "hotline.joint", "重大件须由市级部门会同区县部门办理，请增加一个市级部门。").On("assist", "缺少市级部门").Under("HOT-82")
	}
	s.alert(a, "joint", org.OrderEmergencyConsent)
	return nil
}

// assistants are the offices that have a task of the order open.
func (s *Service) assistants(a *casework.Act, dir *org.Directory) (offices []org.Department, err error) {
	tasks, err := s.kernel.Children(a.Tx(), a.Case.ID)
	for _, t := range tasks {
		if d, ok := dir.Department(lastNode(t.Dept)); ok && t.Open() {
			offices = append(offices, d)
		}
	}
	return offices, err
}
