package catalog

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// GuidePaper is the whole guide of an item on paper, beside the one-page Slip: everything that its web page says (CAT-20). url
// is where that is found.
func (s *Service) GuidePaper(ctx context.Context, id, url string) (n document.Notice, err error) {
	err = s.reading(ctx, id, func(_ *storage.Tx, i *Item, sh sheet) error {
		g := sh.guide(i)
		n = document.Notice{Issuer: g.DeptName, Title: "办事指南", Number: g.Name, QR: url, QRCaption: "扫码查看网上指南"}
		add := func(label, text string) {
			if text != "" {
				n.Fields = append(n.Fields, document.Field{Label: label, Value: text})
			}
		}
		t, _ := sh.template("guide")
		for _, e := range sh.show(t) {
			add(e.Label, e.Text)
		}
		add("事项编码", g.Code)
		add("事项类别", g.TypeName+"，"+g.ClassName)
		for _, key := range []string{"fee", "standard", "supervision"} {
			add(elements[key].label, elements[key].text(sh))
		}
		add("办理地点", i.Record.Place)
		add("办理时间", i.Record.Hours)
		add("咨询电话", i.Record.Phone)
		add("救济途径", g.Remedies)
		add("常见问题", lines(i.Record.FAQ, func(f Answer) string { return f.Question + "\n" + f.Answer }))
		return nil
	})
	return n, err
}

// FormPaper is the form of an item on paper: empty, or filled in with the sample values that the record keeps (示范文本).
func (s *Service) FormPaper(ctx context.Context, id string, sample bool) (n document.Notice, err error) {
	err = s.reading(ctx, id, func(_ *storage.Tx, i *Item, sh sheet) error {
		if len(i.Record.Form.Groups) == 0 {
			return fault.New(fault.NotFound, "catalog.form.none", "此事项没有申请表。")
		}
		n = document.Notice{Issuer: sh.deptName(i.Record.Department), Title: "申请表", Number: i.Record.Name}
		if sample {
			n.Title = "申请表（填写示范）"
		}
		for _, group := range i.Record.Form.Groups {
			n.Fields = append(n.Fields, document.Field{Label: group.Title})
			for _, f := range group.Fields {
				line := document.Field{Label: f.Label}
				if f.Required {
					line.Label = "* " + f.Label
				}
				if sample {
					line.Value = f.Sample()
				} else {
					line.Value = strings.Join(each(f.Options, func(o Option) string { return "□" + o.Label }), "　")
				}
				n.Fields = append(n.Fields, line)
			}
		}
		n.Closing = "带*的必须填写。　　申请人（签名或者盖章）：　　　　　　　　日期："
		return nil
	})
	return n, err
}

// Sample is what stands in a field of the filled-in sample form: the example that the record keeps, or the first choice; ""
// where there is neither.
func (f Field) Sample() string {
	switch {
	case f.Example != "":
		return f.Example + f.Unit
	case len(f.Options) > 0:
		return f.Options[0].Label
	case f.Kind == Yes:
		return "是"
	}
	return ""
}

// DirectoryPaper is the directory (办事目录) of a department on paper: what it offers to the public, each with its limit and fee.
// It lists as many as policy says, and says so where there are more.
func (s *Service) DirectoryPaper(ctx context.Context, dept, url string) (n document.Notice, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return n, err
	}
	d, ok := dir.Department(dept)
	if !ok || !d.Active {
		return n, fault.New(fault.NotFound, "catalog.department", "没有这个部门。")
	}
	n = document.Notice{Issuer: d.Name, Title: "办事目录", QR: url, QRCaption: "扫码查看各事项的办事指南"}
	most := s.policy.Now().Int(setListed, d.RegionPath)
	for req := (page.Request{}); ; {
		req.Size = min(page.MaxSize, most-len(n.Fields))
		found, err := s.Search(ctx, Find{Dept: dept, Each: true}, req)
		if err != nil {
			return n, err
		}
		for _, row := range found.Items {
			fee := map[bool]string{true: "不收费", false: "收费"}[row.Free]
			online := map[bool]string{true: "可网上办理", false: "到窗口办理"}[row.Online]
			n.Fields = append(n.Fields, document.Field{Label: row.Name, Value: strings.Join([]string{row.ClassName, "承诺" + cmp.Or(row.Promised, "当日办结"), fee, online}, "，") + "\n" + row.Code})
		}
		if req.After = found.Next; req.After == "" {
			break
		}
		if len(n.Fields) >= most {
			n.Closing = fmt.Sprintf("本目录只印前%d项，其余事项请在网上查看，或向窗口询问。", most)
			break
		}
	}
	if len(n.Fields) == 0 {
		return n, fault.New(fault.NotFound, "catalog.directory.empty", "此部门没有对外办理的事项。")
	}
	return n, nil
}
