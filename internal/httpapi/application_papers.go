package httpapi

import (
	"context"

	"huying/internal/approval"
	"huying/internal/org"
)

type revokeInput struct {
	Body struct {
		Number   string `json:"number" maxLength:"64" doc:"证照编号"`
		Why      string `json:"why" maxLength:"10000"`
		Basis    string `json:"basis" maxLength:"500"`
		Remedies string `json:"remedies,omitempty" maxLength:"1000" doc:"救济途径，不填用事项的或一般的"`
	}
}

type reprintBody struct {
	Versioned
	Paper string `json:"paper" maxLength:"64" doc:"文书编号，receipt为收件回执"`
}

// applicationPapers are the printable documents of applications (appendix G), and the certificates.
func (a *api) applicationPapers() {
	view := []org.Permission{org.ApplicationView}
	issue := []org.Permission{org.ApplicationDeliver, org.ApplicationDecide}
	handleWhole(a, operation{method: get, path: "/api/application-documents/{id}/pdf", id: "printApplicationDocument", summary: "办件文书（PDF）", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			n, err := a.Approval.Paper(ctx, who, in.ID)
			return a.print(n, err, in.Download)
		})
	handleWhole(a, operation{method: get, path: "/api/applications/{id}/transfer", id: "printTransfer", summary: "办件交接单（PDF）", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			n, err := a.Approval.Transfer(ctx, who, in.ID)
			return a.print(n, err, in.Download)
		})
	handleWhole(a, operation{method: post, path: "/api/applications/{id}/reprint", id: "reprintApplication", summary: "补打收件回执或文书（PDF），记入办理记录", tag: applicationTag, needs: []org.Permission{org.ApplicationTake}},
		func(ctx context.Context, who org.Actor, in *onOrder[reprintBody]) (stream, error) {
			n, err := a.Approval.Reprint(ctx, who, in.ID, in.Body.Version, in.Body.Paper)
			return a.print(n, err, false)
		})
	handle(a, operation{method: get, path: "/api/applications/{id}/certificate", id: "getCertificate", summary: "办件的证照", tag: applicationTag, needs: issue},
		func(ctx context.Context, who org.Actor, in *ByID) (approval.Certificate, error) {
			return a.Approval.CertificateOf(ctx, who, in.ID)
		})
	handleWhole(a, operation{method: get, path: "/api/applications/{id}/certificate/pdf", id: "printCertificate", summary: "证照（PDF），二维码供公众核验", tag: applicationTag, needs: issue},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			c, err := a.Approval.CertificateOf(ctx, who, in.ID)
			return a.print(c.Notice(originOf(ctx).verify(c)), err, in.Download)
		})
	handleNone(a, operation{method: post, path: "/api/certificates/revoke", id: "revokeCertificate", summary: "撤销证照", tag: applicationTag, needs: []org.Permission{org.CertificateRevoke}},
		func(ctx context.Context, who org.Actor, in *revokeInput) (none, error) {
			return none{}, a.Approval.RevokeCertificate(ctx, who, in.Body.Number, approval.RevocationForm{Why: in.Body.Why, Basis: in.Body.Basis, Remedies: in.Body.Remedies})
		})
}
