package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
)

// RegisterFilter narrows a register of applications.
type RegisterFilter struct {
	From     Day    `json:"from,omitzero" query:"from" format:"date" doc:"登记日期起"`
	To       Day    `json:"to,omitzero" query:"to" format:"date" doc:"登记日期止"`
	Dept     string `json:"dept,omitzero" query:"dept" maxLength:"64" doc:"实施部门编号，含下级"`
	Number   string `json:"number,omitzero" query:"number" maxLength:"64" doc:"办件编号、缴款单号、证照编号，须完整"`
	Standing string `json:"standing,omitzero" query:"standing" enum:"valid,ending,expired,revoked" doc:"证照的状态"`
	State    string `json:"state,omitzero" query:"state" enum:"declared,confirmed,refused" doc:"缴款的状态"`
}

func (f RegisterFilter) filter() approval.RegisterFilter {
	return approval.RegisterFilter{From: f.From.Date, To: f.To.Date, Dept: f.Dept, Number: f.Number, Standing: f.Standing, State: f.State}
}

type registerInput struct {
	RegisterFilter
	Paging
}

type exportRegisterInput struct {
	RegisterFilter
	ExportFormat
}

// registerRoutes are the registers of what was paid and of the certificates that were granted.
func (a *api) registerRoutes() {
	fees := []org.Permission{org.ApplicationFee, org.ApplicationFeeConfirm, org.ApplicationSupervise}
	certificates := []org.Permission{org.ApplicationDeliver, org.ApplicationDecide, org.ApplicationSupervise}
	handle(a, operation{method: get, path: "/api/fees", id: "listFees", summary: "收费登记", tag: applicationTag, needs: fees},
		func(ctx context.Context, who org.Actor, in *registerInput) (page.Page[approval.Fee], error) {
			return a.fees(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/fees/export", id: "exportFees", summary: "导出收费登记，返回任务", tag: applicationTag, status: http.StatusAccepted, needs: fees},
		func(ctx context.Context, who org.Actor, in *exportRegisterInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[approval.Fee]{what: "fees", filter: in.RegisterFilter, needs: oneHeld(who, fees),
				list: sheet.List[approval.Fee]{Name: "收费登记", Row: feeLine, Head: []any{"办件编号", "收费项目", "金额（元）", "缴款单号", "减免理由", "入账账户", "登记人", "登记时间", "状态", "核对人", "核对时间", "退回理由"}},
				page: func(ctx context.Context, req page.Request) (page.Page[approval.Fee], error) {
					return a.fees(ctx, who, in.filter(), req)
				}})
		})
	breaches := []org.Permission{org.ApplicationSupervise}
	handle(a, operation{method: get, path: "/api/application-accounts", id: "listBreaches", summary: "办件超时问责登记", tag: applicationTag, needs: breaches},
		func(ctx context.Context, who org.Actor, in *registerInput) (page.Page[approval.Account], error) {
			return a.Approval.Accounts(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/application-accounts/export", id: "exportBreaches", summary: "导出办件超时问责登记，返回任务", tag: applicationTag, status: http.StatusAccepted, needs: breaches},
		func(ctx context.Context, who org.Actor, in *exportRegisterInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[approval.Account]{what: "breaches", filter: in.RegisterFilter, needs: org.ApplicationSupervise,
				list: sheet.List[approval.Account]{Name: "超时问责登记", Row: breachLine, Head: []any{"问责编号", "办件编号", "事项", "承办部门", "承办人", "负责人", "措施", "查明的事实", "登记人", "登记时间"}},
				page: func(ctx context.Context, req page.Request) (page.Page[approval.Account], error) {
					return a.Approval.Accounts(ctx, who, in.filter(), req)
				}})
		})
	handle(a, operation{method: get, path: "/api/certificates", id: "listCertificates", summary: "证照登记", tag: applicationTag, needs: certificates},
		func(ctx context.Context, who org.Actor, in *registerInput) (page.Page[approval.CertificateRow], error) {
			return a.Approval.Certificates(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/certificates/export", id: "exportCertificates", summary: "导出证照登记，返回任务", tag: applicationTag, status: http.StatusAccepted, needs: certificates},
		func(ctx context.Context, who org.Actor, in *exportRegisterInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[approval.CertificateRow]{what: "certificates", filter: in.RegisterFilter, needs: oneHeld(who, certificates),
				list: sheet.List[approval.CertificateRow]{Name: "证照登记", Row: certificateLine, Head: []any{"证照编号", "证照名称", "持有人", "核发部门", "核发日期", "有效期至", "领取时间", "状态", "撤销时间", "撤销理由", "办件编号"}},
				page: func(ctx context.Context, req page.Request) (page.Page[approval.CertificateRow], error) {
					return a.Approval.Certificates(ctx, who, in.filter(), req)
				}})
		})
}

// oneHeld is one of the permissions that the person holds anywhere, or the last.
func oneHeld(who org.Actor, any []org.Permission) (held org.Permission) {
	for _, held = range any {
		if who.MayAnywhere(held) {
			break
		}
	}
	return held
}

// fees reads a page of the register of fees, with the names of who registered them.
func (a *api) fees(ctx context.Context, who org.Actor, f approval.RegisterFilter, req page.Request) (page.Page[approval.Fee], error) {
	found, err := a.Approval.Fees(ctx, who, f, req)
	if err != nil {
		return found, err
	}
	ids := make([]string, 0, 2*len(found.Items))
	for _, f := range found.Items {
		ids = append(ids, f.By, f.CheckedBy)
	}
	names, err := a.names(ctx, ids)
	if err != nil {
		return found, err
	}
	names[casework.Citizen] = "申请人"
	for i := range found.Items {
		f := &found.Items[i]
		f.By, f.CheckedBy = names[f.By], names[f.CheckedBy]
	}
	return found, nil
}

func feeLine(f approval.Fee) []any {
	return []any{f.Number, sheet.Text(f.Name), yuan(f.Amount), f.Slip, sheet.Text(f.Relief), f.Account, f.By, f.At, f.StateLabel, f.CheckedBy, f.CheckedAt, sheet.Text(f.Why)}
}

func certificateLine(c approval.CertificateRow) []any {
	until := "长期"
	if c.Until != 0 {
		until = c.Until.String()
	}
	return []any{c.Number, sheet.Text(c.Name), sheet.Text(c.Holder), c.Issuer, c.Issued, until, c.Handed, c.StandingLabel, c.RevokedAt, sheet.Text(c.RevokedWhy), c.ApplicationNumber}
}

func breachLine(e approval.Account) []any {
	return []any{e.Number, e.CaseNumber, sheet.Text(e.Item), e.Dept, e.Handler, e.Head, e.MeasureLabel, sheet.Text(e.Finding), e.By, e.At}
}

// yuan says an amount in fen as people do.
func yuan(fen int64) string {
	return strconv.FormatInt(fen/100, 10) + "." + strconv.FormatInt(fen%100/10, 10) + strconv.FormatInt(fen%10, 10)
}
