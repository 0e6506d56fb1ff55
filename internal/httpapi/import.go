package httpapi

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/sheet"
)

// importLimit is how large a file of older matters may be.
const importLimit = 64 << 20

// importInput is a file of older matters. Its columns are found by their usual names; a file with others is imported by
// the command, which takes a mapping.
type importInput struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

func (in *importInput) read() (sheet.Table, error) {
	data, err := in.content()
	if err != nil {
		return sheet.Table{}, err
	}
	return sheet.Read(data, "")
}

// content reads the file, which may not be larger than what is imported at once.
func (in *importInput) content() ([]byte, error) {
	file := in.RawBody.Data().File
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, importLimit+1))
	if err == nil && len(data) > importLimit {
		err = fault.New(fault.TooLarge, "import.large", "文件超过64MB，请拆分后导入。")
	}
	return data, err
}

func (a *api) importRoutes() {
	needs := []org.Permission{org.ImportRun}
	handle(a, operation{method: post, path: "/api/import/preview", id: "previewImport", summary: "预览要导入的历史诉求", tag: systemTag, needs: needs},
		func(_ context.Context, who org.Actor, in *importInput) (hotline.ImportPreview, error) {
			table, err := in.read()
			if err != nil {
				return hotline.ImportPreview{}, err
			}
			return a.Hotline.PreviewImport(who, table, hotline.ImportOptions{})
		})
	handle(a, operation{method: post, path: "/api/import", id: "runImport", summary: "导入历史诉求，返回任务", tag: systemTag, status: 202, needs: needs},
		func(ctx context.Context, who org.Actor, in *importInput) (Job, error) {
			if _, err := org.Require(who, org.ImportRun, "", ""); err != nil {
				return Job{}, err
			}
			if !who.MayAnywhere(org.ImportRun) {
				return Job{}, org.Forbidden()
			}
			table, err := in.read()
			if err != nil {
				return Job{}, err
			}
			return a.jobs.start(ctx, a, "import", who, func(ctx context.Context, progress func(done, total int)) (any, error) {
				return a.Hotline.Import(ctx, who, table, hotline.ImportOptions{Progress: progress})
			})
		})
}
