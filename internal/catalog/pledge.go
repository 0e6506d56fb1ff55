package catalog

import "strings"

// PledgeCode is the code of the letter of commitment that stands among the materials of an item by commitment when the item
// lists none of its own.
const PledgeCode = "pledge"

const pledgeName = "告知承诺书"

// Pledge reports whether the material is a letter of commitment (告知承诺书).
func (m Material) Pledge() bool { return strings.Contains(m.Name, pledgeName) }

// Wanted are the materials of the item and, where it may be granted on a commitment, the letter of it, whether the item lists
// one or not (APP-14). Nobody must sign it: who does not goes the ordinary way.
func (r *Record) Wanted() []Material {
	if !r.Flags.Commitment {
		return r.Materials
	}
	for _, m := range r.Materials {
		if m.Pledge() {
			return r.Materials
		}
	}
	return append(r.Materials[:len(r.Materials):len(r.Materials)],
		Material{Code: PledgeCode, Name: pledgeName, Kind: "其他", Necessity: Optional, Source: ByApplicant, Originals: 1, Paperless: true, Note: "自愿签署。签署后材料齐全的，可以当场发证，事后核查。"})
}

// Terms are what an applicant commits himself to, line by line, as the item's own record has it; none where there is no
// licence by commitment (APP-14).
func (r *Record) Terms() []string {
	terms := []string{}
	if !r.Flags.Commitment {
		return terms
	}
	terms = append(terms, "所提交的材料和填写的内容真实、准确、有效。")
	for _, c := range r.Conditions {
		terms = append(terms, "符合条件："+c.Text)
	}
	if r.Supervising != "" {
		terms = append(terms, "接受监管："+r.Supervising)
	}
	return append(terms, "承诺不实的，承担撤销决定等法律后果。")
}
