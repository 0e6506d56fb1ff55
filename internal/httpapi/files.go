package httpapi

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// File is an attachment as pages show it.
type File struct {
	ID         string                `json:"id"`
	Name       string                `json:"name"`
	Type       string                `json:"type"`
	Size       int64                 `json:"size" doc:"字节"`
	AddedBy    string                `json:"addedBy"`
	AddedAt    time.Time             `json:"addedAt"`
	Visibility attachment.Visibility `json:"visibility"`
}

// FileRules say which files may be sent, so that a page can refuse one before it travels. The content is looked at here.
type FileRules struct {
	Types    []string `json:"types" doc:"文件名的后缀"`
	MaxBytes int64    `json:"maxBytes" doc:"单个文件的字节数"`
}

type attachInput struct {
	ByID
	Keyed
	Version int64 `query:"version" doc:"所见的版本；添加附件与他人的处理不冲突，可不填"`
	Public  bool  `query:"public" doc:"诉求人可见"`
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

// as tells one attaching from another.
func (in *attachInput) as(blob attachment.Blob) any { return []any{in.ID, in.Public, blob} }

type openInput struct {
	ByID
	Download bool `query:"download" doc:"保存为文件；否则可以直接显示的（PDF、图片）在浏览器中打开"`
}

type attachOwnInput struct {
	Keyed
	RawBody huma.MultipartFormFiles[struct {
		Number string        `form:"number" required:"true" maxLength:"40"`
		Code   string        `form:"code" required:"true" maxLength:"20"`
		File   huma.FormFile `form:"file" required:"true"`
	}]
}

// OwnFile is a file of a citizen's order that is for him.
type OwnFile struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Type    string    `json:"type"`
	Size    int64     `json:"size" doc:"字节"`
	AddedAt time.Time `json:"addedAt"`
	Mine    bool      `json:"mine" doc:"由诉求人添加，否则由承办单位提供"`
}

type ownFileInput struct {
	Body struct {
		Own
		ID string `json:"id" maxLength:"64" doc:"附件编号"`
	}
}

func (a *api) fileRoutes() {
	public(a, operation{method: get, path: "/api/files/rules", id: "fileRules", summary: "可以上传的文件", tag: systemTag},
		func(context.Context, *struct{}) (FileRules, error) {
			return FileRules{attachment.Endings(), a.fileLimit()}, nil
		})
	view := []org.Permission{org.OrderView}
	handle(a, operation{method: get, path: "/api/orders/{id}/attachments", id: "listFiles", summary: "工单附件", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) ([]File, error) { return a.files(ctx, who, in.ID) })
	handle(a, operation{method: post, path: "/api/orders/{id}/attachments", id: "attachFile", summary: "添加附件", tag: orderTag, status: 201, needs: view}, a.attach)
	handleWhole(a, operation{method: get, path: "/api/attachments/{id}", id: "getFile", summary: "附件内容", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			f, err := a.Hotline.File(ctx, who, in.ID)
			if err != nil {
				return stream{}, err
			}
			return a.send(ctx, f, in.Download)
		})
	publicNone(a, operation{method: post, path: "/api/citizen/attachments", id: "attachOwnFile", summary: "为本人的诉求添加附件", tag: citizenTag}, a.attachOwn)
	public(a, operation{method: post, path: "/api/citizen/attachments/list", id: "ownFiles", summary: "本人诉求的附件", tag: citizenTag}, a.ownFiles)
	publicWhole(a, operation{method: post, path: "/api/citizen/attachments/download", id: "ownFile", summary: "下载本人诉求的附件", tag: citizenTag},
		func(ctx context.Context, in *ownFileInput) (s stream, err error) {
			return s, a.guarded(ctx, in.Body.Own, func() error {
				f, err := a.Hotline.OwnFile(ctx, in.Body.Number, in.Body.Code, in.Body.ID)
				if err == nil {
					s, err = a.send(ctx, f, true)
				}
				return err
			})
		})
}

func (a *api) ownFiles(ctx context.Context, in *queryInput) (out []OwnFile, err error) {
	out = []OwnFile{}
	return out, a.guarded(ctx, in.Body, func() error {
		found, err := a.Hotline.OwnFiles(ctx, in.Body.Number, in.Body.Code)
		for _, f := range found {
			out = append(out, OwnFile{f.ID, f.Name, f.Type, f.Size, f.AddedAt, f.AddedBy == casework.Citizen})
		}
		return err
	})
}

func (a *api) send(ctx context.Context, f attachment.Attachment, download bool) (stream, error) {
	content, err := a.Files.Open(ctx, f.Hash)
	if err != nil {
		return stream{}, err
	}
	return stream{func(c huma.Context) { sendFile(c, f, content, download) }}, nil
}

func (a *api) files(ctx context.Context, who org.Actor, id string) ([]File, error) {
	found, err := a.Hotline.Files(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return a.listed(ctx, found, "诉求人")
}

// listed gives attachments as pages show them; citizen is what whoever added some from outside is called.
func (a *api) listed(ctx context.Context, found []attachment.Attachment, citizen string) ([]File, error) {
	ids := make([]string, len(found))
	for i, f := range found {
		ids[i] = f.AddedBy
	}
	names, err := a.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	names[casework.Citizen] = citizen
	out := make([]File, len(found))
	for i, f := range found {
		out[i] = File{f.ID, f.Name, f.Type, f.Size, names[f.AddedBy], f.AddedAt, f.Visibility}
	}
	return out, nil
}

// names gives the names of people; a citizen's is not among them.
func (a *api) names(ctx context.Context, ids []string) (map[string]string, error) {
	return view(ctx, a, func(tx *storage.Tx) (map[string]string, error) { return org.NamesOf(tx, ids) })
}

// attach looks whether the person may see the order before anything is written to the disk.
func (a *api) attach(ctx context.Context, who org.Actor, in *attachInput) (hotline.Ref, error) {
	if _, err := a.Hotline.Files(ctx, who, in.ID); err != nil {
		return hotline.Ref{}, err
	}
	blob, err := a.take(ctx, who.ID, in.RawBody.Data().File)
	if err != nil {
		return hotline.Ref{}, err
	}
	return once(ctx, a, who, in.Key, in.as(blob), func(tx *storage.Tx) (hotline.Ref, error) {
		return a.Hotline.Attach(tx, who, in.ID, in.Version, blob, in.Public)
	})
}

func (a *api) attachOwn(ctx context.Context, in *attachOwnInput) (none, error) {
	form := in.RawBody.Data()
	return none{}, a.guarded(ctx, Own{form.Number, form.Code}, func() error {
		if _, err := a.Hotline.Query(ctx, form.Number, form.Code); err != nil {
			return err
		}
		blob, err := a.take(ctx, casework.Citizen, form.File)
		if err != nil {
			return err
		}
		_, err = once(ctx, a, anybody, in.Key, []any{form.Number, blob}, func(tx *storage.Tx) (none, error) {
			return none{}, a.Hotline.AttachByCitizen(tx, form.Number, form.Code, blob)
		})
		return err
	})
}

// take puts a file that somebody sends into the store. What nothing holds when the time of a draft is over is removed.
func (a *api) take(ctx context.Context, by string, f huma.FormFile) (attachment.Blob, error) {
	defer f.Close()
	blob, err := a.Files.Put(ctx, attachment.Upload{Name: f.Filename, Content: f, Limit: a.fileLimit()})
	if err != nil {
		return blob, err
	}
	return blob, a.DB.Update(ctx, func(tx *storage.Tx) error {
		attachment.Sent(tx, blob, by, tx.Now.AddDate(0, 0, a.Policy.Now().Int("approval.draft.days", "")+1))
		return nil
	})
}

// sendFile answers with the content of a file, to be opened or to be saved.
func sendFile(c huma.Context, f attachment.Attachment, content io.ReadSeekCloser, download bool) {
	defer content.Close()
	r, w := humago.Unwrap(c)
	c.SetHeader("Content-Type", f.Type)
	c.SetHeader("Content-Disposition", disposition(f.Name, f.Type, download))
	http.ServeContent(w, r, "", f.AddedAt, content)
}

// shown are the types that a browser may open by itself: it shows them and runs nothing. Its policy puts them into a
// sandbox all the same (see secureHeaders). Everything else is saved.
var shown = []string{"application/pdf", "image/jpeg", "image/png", "image/webp"}

// disposition is the header that names a file, and says whether the browser opens or saves it.
func disposition(name, kind string, download bool) string {
	how := "attachment"
	if !download && slices.Contains(shown, kind) {
		how = "inline"
	}
	if plain := mime.FormatMediaType(how, map[string]string{"filename": name}); plain != "" {
		return plain
	}
	return how + "; filename*=UTF-8''" + url.PathEscape(name)
}
