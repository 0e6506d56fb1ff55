package org

import (
	"strings"

	"huying/internal/calendar"
	"huying/internal/document"
	"huying/internal/storage"
)

// AuthorisationPaper gives a letter as it is printed and shown at the window and online (ORG-06). items names the service
// items by their ids; letters are public, so anybody may ask.
func (s *Service) AuthorisationPaper(tx *storage.Tx, id string, items map[string]string) (document.Notice, error) {
	a, err := AuthorisationByID(tx, id)
	if err != nil {
		return document.Notice{}, err
	}
	dept, err := DepartmentByID(tx, a.Department)
	if err != nil {
		return document.Notice{}, err
	}
	names, err := NamesOf(tx, []string{a.Person, a.Deputy, a.Signatory})
	if err != nil {
		return document.Notice{}, err
	}
	given := make([]string, len(a.Powers))
	for i, p := range a.Powers {
		given[i] = p.Chinese()
	}
	named := make([]string, len(a.Items))
	for i, item := range a.Items {
		named[i] = items[item]
	}
	n := document.Notice{Issuer: dept.Name, Title: "授权委托书", Number: a.Number, Date: calendar.DateOf(a.SignedAt),
		Body: "兹授权" + names[a.Person] + "为本单位" + a.Capacity.Chinese() + "，在下列事项和权限范围内行使职权。超出范围的，应报本单位负责人审批。",
		Fields: []document.Field{{Label: "授权权限", Value: strings.Join(given, "、")}, {Label: "授权事项", Value: strings.Join(named, "、")},
			{Label: "授权期限", Value: a.From.ChineseFull() + "至" + a.To.ChineseFull()}, {Label: "签发人", Value: names[a.Signatory]}, {Label: "用印", Value: a.Seal}}}
	if a.Deputy != "" {
		n.Fields = append(n.Fields, document.Field{Label: "代行人员", Value: names[a.Deputy] + "（被授权人不在岗时）"})
	}
	if a.Window != "" {
		n.Fields = append(n.Fields, document.Field{Label: "服务窗口", Value: a.Window})
	}
	if !a.RevokedAt.IsZero() {
		n.Closing = "本授权委托书已于" + calendar.DateOf(a.RevokedAt).ChineseFull() + "收回。"
	}
	return n, nil
}
