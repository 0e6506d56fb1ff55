package approval

import (
	"context"
	"fmt"
	"strings"

	"huying/internal/calendar"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/storage"
)

// Notice is the certificate as it is printed. link is the address at which anybody can verify it.
func (c Certificate) Notice(link string) document.Notice {
	until := "长期"
	if c.Until != 0 {
		until = "至" + c.Until.ChineseFull()
	}
	title := c.Name
	if !c.RevokedAt.IsZero() {
		title += "（已于" + day(c.RevokedAt) + "撤销）"
	}
	return document.Notice{Issuer: c.Issuer, Title: title, Number: c.Number, Body: c.Text, Date: calendar.DateOf(c.Issued), QR: link, QRCaption: "扫码核验证照真伪",
		Fields: []document.Field{{Label: "持有人", Value: c.Holder}, {Label: "证照编号", Value: c.Number}, {Label: "核发日期", Value: day(c.Issued)}, {Label: "有效期", Value: until}, {Label: "验证码", Value: c.Code}}}
}

// Transfer gives the hand-over sheet (交接单) of an application as it is printed: what was handed in, each registered
// hand-over from one office to the next, from which its time counts (TIME-04), and to whom the result went.
func (s *Service) Transfer(ctx context.Context, actor org.Actor, id string) (n document.Notice, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return n, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, o, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		party, _, err := s.party(tx, o.ID)
		if err != nil {
			return err
		}
		names, err := org.NamesOf(tx, o.people(nil, nil))
		if err != nil {
			return err
		}
		n = document.Notice{Issuer: deptName(dir, o.WindowPath), Title: "办件交接单", Number: "编号：" + c.Number, Date: calendar.DateOf(tx.Now), QR: c.Number, QRCaption: "办件编号",
			Body: "下列办件的材料和各环节的交接登记如下，办理时间自登记交接的次日起计算。",
			Fields: []document.Field{{Label: "申请事项", Value: o.ItemName}, {Label: "申请人", Value: party.masked().Name}, {Label: "收到申请日期", Value: day(o.Received)},
				{Label: "承办部门", Value: deptName(dir, o.DeptPath)}}}
		for _, m := range o.Materials {
			n.Fields = append(n.Fields, document.Field{Label: m.Name, Value: m.counted()})
		}
		for _, v := range o.Visits {
			n.Fields = append(n.Fields, document.Field{Label: v.Name, Value: strings.Join([]string{deptName(dir, v.Dept), "交接登记：" + day(v.Arrived), "完成：" + day(v.At), names[v.By]}, "\n")})
		}
		if !o.Arrived.IsZero() && o.Step != "" {
			n.Fields = append(n.Fields, document.Field{Label: "现办环节", Value: deptName(dir, c.Dept) + "\n交接登记：" + day(o.Arrived)})
		}
		if d := o.Delivery; d != nil {
			n.Fields = append(n.Fields, document.Field{Label: "送达", Value: strings.TrimSpace(label(Ways, d.Way)+" "+label(Takers, d.Taker)+" "+d.Slip) + "\n" + day(d.At) + "\n" + names[d.By]})
		}
		n.Closing = "移交人：　　　　　　　　接收人："
		return nil
	})
	return n, err
}

// counted says in what form a material is here.
func (m Material) counted() string {
	if m.State != "present" {
		return label(MaterialStates, m.State)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{m.Originals, "原件%d份"}, {m.Copies, "复印件%d份"}, {len(m.Files), "电子文件%d份"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.what, p.n))
		}
	}
	return strings.Join(parts, "，")
}
