package httpapi

import (
	"context"

	"huying/internal/audit"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/sheet"
)

type exportOutboxInput struct {
	State outbox.State `json:"state" query:"state" enum:"open,done,dead" required:"true"`
	ExportFormat
}

type exportPeopleInput struct {
	PeopleFilter
	ExportFormat
}

// officeExports are the lists of the inspection's desk and of the administrators.
func (a *api) officeExports() {
	tagged := func(o operation, tag string) operation { o.tag = tag; return o }
	handle(a, export("/api/copies/export", "exportCopies", "导出未读的抄送件，返回任务", org.OrderSupervise),
		func(ctx context.Context, who org.Actor, in *ExportFormat) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[hotline.Copy]{what: "copies", needs: org.OrderSupervise,
				list: sheet.List[hotline.Copy]{Name: "抄送件", Head: []any{"工单号", "标题", "承办部门", "抄送原因", "抄送时间"},
					Row: func(c hotline.Copy) []any { return []any{c.Number, sheet.Text(c.Title), c.Dept, c.Reason, c.At} }},
				page: func(ctx context.Context, req page.Request) (page.Page[hotline.Copy], error) {
					return a.Hotline.Copies(ctx, who, req)
				}})
		})
	handle(a, tagged(export("/api/outbox/export", "exportOutbox", "导出外发消息，返回任务", org.AdminOutbox), systemTag),
		func(ctx context.Context, who org.Actor, in *exportOutboxInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[OutboxItem]{what: "outbox", filter: in, needs: org.AdminOutbox,
				list: sheet.List[OutboxItem]{Name: "外发消息", Row: outboxLine, Head: []any{"类别", "收件方", "所涉件", "产生时间", "尝试次数", "下次投递", "失败原因"}},
				page: func(ctx context.Context, req page.Request) (page.Page[OutboxItem], error) {
					return a.outbox(ctx, who, in.State, req)
				}})
		})
	handle(a, tagged(export("/api/people/export", "exportPeople", "导出人员，返回任务", org.AdminPeople), peopleTag),
		func(ctx context.Context, who org.Actor, in *exportPeopleInput) (Job, error) {
			asked := in.PeopleFilter
			if asked.Text != "" {
				asked.Text = audit.Digest(asked.Text)
			}
			return exportList(ctx, a, who, in.Format, leaving[org.Person]{what: "people", filter: asked, needs: org.AdminPeople,
				list: sheet.List[org.Person]{Name: "人员", Head: []any{"姓名", "登录名", "职务", "所在部门", "状态", "已设置密码", "已登记电话"},
					Row: func(p org.Person) []any {
						return []any{p.Name, p.Login, p.Post, p.DeptName, inUse(p.Active), p.CanSignIn, p.HasPhone}
					}},
				page: func(ctx context.Context, req page.Request) (page.Page[org.Person], error) {
					return a.people(ctx, who, in.PeopleFilter, req)
				}})
		})
	a.treeExports(tagged)
}

// treeExports are both trees, parents before children; each is one page.
func (a *api) treeExports(tagged func(operation, string) operation) {
	handle(a, tagged(export("/api/departments/export", "exportDepartments", "导出部门，返回任务", org.AdminTree), peopleTag),
		func(ctx context.Context, who org.Actor, in *ExportFormat) (Job, error) {
			dir, err := a.Org.Directory(ctx)
			if err != nil {
				return Job{}, err
			}
			return exportList(ctx, a, who, in.Format, leaving[org.Department]{what: "departments", needs: org.AdminTree,
				list: sheet.List[org.Department]{Name: "部门", Head: []any{"名称", "简称", "类别", "上级部门", "所在区域", "办公电话", "状态"},
					Row: func(d org.Department) []any {
						above, _ := dir.Department(d.Parent)
						return []any{d.Name, d.Short, d.Kind.Chinese(), above.Name, dir.RegionName(d.Region), d.Phone, inUse(d.Active)}
					}},
				page: func(context.Context, page.Request) (page.Page[org.Department], error) {
					return page.Page[org.Department]{Items: dir.Departments(org.Everything())}, nil
				}})
		})
	handle(a, tagged(export("/api/regions/export", "exportRegions", "导出区域，返回任务", org.AdminTree), peopleTag),
		func(ctx context.Context, who org.Actor, in *ExportFormat) (Job, error) {
			dir, err := a.Org.Directory(ctx)
			if err != nil {
				return Job{}, err
			}
			return exportList(ctx, a, who, in.Format, leaving[org.Region]{what: "regions", needs: org.AdminTree,
				list: sheet.List[org.Region]{Name: "区域", Head: []any{"名称", "区划代码", "层级", "上级区域", "状态"},
					Row: func(r org.Region) []any {
						return []any{r.Name, r.ID, r.Level.Chinese(), dir.RegionName(r.Parent), inUse(r.Active)}
					}},
				page: func(context.Context, page.Request) (page.Page[org.Region], error) {
					return page.Page[org.Region]{Items: dir.Regions("")}, nil
				}})
		})
}

func outboxLine(i OutboxItem) []any {
	var next any // only what still waits has one
	if i.State == outbox.Open {
		next = i.NextAt
	}
	return []any{i.Label, i.To, i.Number, i.CreatedAt, i.Attempts, next, sheet.Text(i.LastError)}
}

func inUse(active bool) string {
	if active {
		return "在用"
	}
	return "已停用"
}
