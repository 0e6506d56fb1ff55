package httpapi

import (
	"context"

	"huying/internal/approval"
	"huying/internal/org"
	"huying/internal/storage"
)

// Attached tells which file was added to an application.
type Attached struct {
	approval.Ref
	File string `json:"file" doc:"附件编号，意见、结果中作为依据引用"`
}

type applicationFileInput struct {
	ByID
	File     string `path:"file" maxLength:"64"`
	Download bool   `query:"download" doc:"保存为文件；否则可以直接显示的（PDF、图片）在浏览器中打开"`
}

func (a *api) applicationFileRoutes() {
	view := []org.Permission{org.ApplicationView}
	handle(a, operation{method: post, path: "/api/applications/uploads", id: "sendPaper", summary: "先行上传一份材料，凭所得凭据收件或收取补正材料", tag: applicationTag, status: 201,
		needs: []org.Permission{org.ApplicationTake, org.ProjectGuide}}, a.sendPaper)
	handle(a, operation{method: get, path: "/api/applications/{id}/attachments", id: "listPapers", summary: "办件附件", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) ([]File, error) {
			found, err := a.Approval.Files(ctx, who, in.ID)
			if err != nil {
				return nil, err
			}
			return a.listed(ctx, found, "申请人")
		})
	handle(a, operation{method: post, path: "/api/applications/{id}/attachments", id: "attachPaper", summary: "添加附件", tag: applicationTag, status: 201, needs: view}, a.attachPaper)
	handleWhole(a, operation{method: get, path: "/api/applications/{id}/attachments/{file}", id: "getPaper", summary: "附件内容", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *applicationFileInput) (stream, error) {
			f, err := a.Approval.File(ctx, who, in.ID, in.File)
			if err != nil {
				return stream{}, err
			}
			return a.send(ctx, f, in.Download)
		})
}

func (a *api) sendPaper(ctx context.Context, who org.Actor, in *uploadInput) (approval.Sent, error) {
	if !who.MayAnywhere(org.ApplicationTake) && !who.MayAnywhere(org.ProjectGuide) {
		return approval.Sent{}, org.Forbidden()
	}
	blob, err := a.take(ctx, who.ID, in.RawBody.Data().File)
	if err != nil {
		return approval.Sent{}, err
	}
	return a.hold(ctx, who, in.Key, blob)
}

// attachPaper looks whether the person may see the application before anything is written to the disk.
func (a *api) attachPaper(ctx context.Context, who org.Actor, in *attachInput) (out Attached, err error) {
	if _, err := a.Approval.Files(ctx, who, in.ID); err != nil {
		return out, err
	}
	blob, err := a.take(ctx, who.ID, in.RawBody.Data().File)
	if err != nil {
		return out, err
	}
	return once(ctx, a, who, in.Key, in.as(blob), func(tx *storage.Tx) (out Attached, err error) {
		out.Ref, out.File, err = a.Approval.Attach(tx, who, in.ID, in.Version, blob, in.Public)
		return out, err
	})
}
