package httpapi

import (
	"context"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

const applicantTag = "网上办事"

// ApplicantWords are the closed lists of the public forms and of what they show.
type ApplicantWords struct {
	Channels     []approval.Word `json:"channels"`
	Parties      []approval.Word `json:"parties"`
	Agents       []approval.Word `json:"agents"`
	Ways         []approval.Word `json:"ways"`
	Materials    []approval.Word `json:"materials"`
	Grades       []approval.Word `json:"grades"`
	Outcomes     []approval.Word `json:"outcomes"`
	Grounds      []approval.Word `json:"grounds"`
	Parts        []approval.Word `json:"parts"`
	Certificates []approval.Word `json:"certificates"`
}

type uploadInput struct {
	Keyed
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

// DraftKey is how a browser proves that a draft is its own.
type DraftKey struct {
	ID   string `json:"id" maxLength:"64"`
	Code string `json:"code" maxLength:"64"`
}

type saveDraftInput struct {
	Keyed
	Body struct {
		Key   *DraftKey      `json:"key,omitempty" doc:"不填则新建一份草稿"`
		Draft approval.Draft `json:"draft"`
	}
}

type draftInput struct{ Body DraftKey }

type applyInput struct {
	Keyed
	Body struct {
		approval.Submission
		Draft *DraftKey `json:"draft,omitempty" doc:"由此草稿提交的，提交后草稿即删除"`
	}
}

type applyBundleInput struct {
	Keyed
	Body approval.BundleSubmission
}

type ownMaterialsInput struct {
	Body struct {
		Own
		Materials []approval.Handing `json:"materials" maxItems:"100"`
	}
}

type ownWhyInput struct {
	Body struct {
		Own
		Why string `json:"why,omitempty" maxLength:"2000"`
	}
}

type ownTextInput struct {
	Keyed
	Body struct {
		Own
		Text string `json:"text" maxLength:"10000"`
	}
}

type ownPaymentInput struct {
	Body struct {
		Own
		approval.Payment
	}
}

type ownReusableInput struct {
	Body struct {
		Own
		Item string `json:"item" maxLength:"64" doc:"这次申请的事项"`
	}
}

func (a *api) applicantRoutes() {
	public(a, operation{method: get, path: "/api/applicant/words", id: "applicantWords", summary: "网上办事用词", tag: applicantTag},
		func(context.Context, *struct{}) (ApplicantWords, error) {
			return ApplicantWords{approval.Channels, approval.Parties, approval.Agents, approval.Ways, approval.MaterialStates, approval.Grades, approval.Outcomes, approval.Grounds,
				approval.PartStates, approval.CertificateStandings}, nil
		})
	public(a, operation{method: post, path: "/api/applicant/uploads", id: "sendMaterial", summary: "先行上传一份材料，凭所得凭据随申请提交", tag: applicantTag, status: 201}, a.sendMaterial)
	public(a, operation{method: post, path: "/api/applicant/drafts", id: "saveDraft", summary: "保存申请草稿", tag: applicantTag}, a.saveDraft)
	public(a, operation{method: post, path: "/api/applicant/drafts/open", id: "openDraft", summary: "打开申请草稿", tag: applicantTag},
		func(ctx context.Context, in *draftInput) (d approval.SavedDraft, err error) {
			return d, a.guarded(ctx, Own{Number: in.Body.ID}, func() (err error) {
				d, err = a.Approval.OpenDraft(ctx, in.Body.ID, in.Body.Code)
				return err
			})
		})
	publicNone(a, operation{method: post, path: "/api/applicant/drafts/drop", id: "dropDraft", summary: "删除申请草稿", tag: applicantTag},
		func(ctx context.Context, in *draftInput) (none, error) {
			return none{}, a.guarded(ctx, Own{Number: in.Body.ID}, func() error { return a.Approval.DropDraft(ctx, in.Body.ID, in.Body.Code) })
		})
	public(a, operation{method: post, path: "/api/applicant/applications", id: "apply", summary: "提交申请", tag: applicantTag, status: 201}, a.apply)
	public(a, operation{method: post, path: "/api/applicant/bundles", id: "applyBundle", summary: "提交一件事联合申请", tag: applicantTag, status: 201}, a.applyBundle)
	a.ownRoutes()
	a.ownPaperRoutes()
}

// ownRoutes are what an applicant does with his own application, by its number and query code.
func (a *api) ownRoutes() {
	type ctx = context.Context
	ap := func() *approval.Service { return a.Approval }
	public(a, operation{method: post, path: "/api/applicant/query", id: "queryApplication", summary: "凭编号和查询码查询办理进度", tag: applicantTag},
		func(c ctx, in *queryInput) (v approval.Progress, err error) {
			return v, a.guarded(c, in.Body, func() (err error) {
				v, err = ap().Query(c, in.Body.Number, in.Body.Code)
				return err
			})
		})
	public(a, operation{method: post, path: "/api/applicant/bundles/query", id: "queryBundle", summary: "凭编号和查询码查询联合办理或项目审批进度", tag: applicantTag},
		func(c ctx, in *queryInput) (v approval.JointProgress, err error) {
			return v, a.guarded(c, in.Body, func() (err error) {
				v, err = ap().QueryJoint(c, in.Body.Number, in.Body.Code)
				return err
			})
		})
	public(a, operation{method: post, path: "/api/applicant/reusable", id: "ownReusable", summary: "本人以前提交、可以沿用的材料", tag: applicantTag},
		func(c ctx, in *ownReusableInput) (out []approval.Reusable, err error) {
			return out, a.guarded(c, in.Body.Own, func() (err error) {
				out, err = ap().OwnReusable(c, in.Body.Number, in.Body.Code, in.Body.Item)
				return err
			})
		})
	ownVerb(a, "supplement", "supplementApplication", "网上补正", func(c ctx, in *ownMaterialsInput) (Own, func() (approval.Ref, error)) {
		return in.Body.Own, func() (approval.Ref, error) {
			return ap().Supplement(c, in.Body.Number, in.Body.Code, in.Body.Materials)
		}
	})
	ownVerb(a, "tolerated", "sendToleratedApplication", "网上补齐容缺材料", func(c ctx, in *ownMaterialsInput) (Own, func() (approval.Ref, error)) {
		return in.Body.Own, func() (approval.Ref, error) {
			return ap().SendTolerated(c, in.Body.Number, in.Body.Code, in.Body.Materials)
		}
	})
	ownVerb(a, "withdraw", "withdrawApplication", "撤回申请", func(c ctx, in *ownWhyInput) (Own, func() (approval.Ref, error)) {
		return in.Body.Own, func() (approval.Ref, error) {
			return ap().Withdraw(c, in.Body.Number, in.Body.Code, in.Body.Why)
		}
	})
	ownVerb(a, "urge", "urgeOwnApplication", "催办", func(c ctx, in *queryInput) (Own, func() (approval.Ref, error)) {
		return in.Body, func() (approval.Ref, error) { return ap().CitizenUrge(c, in.Body.Number, in.Body.Code) }
	})
	ownVerb(a, "feedback", "feedbackApplication", "反馈意见", func(c ctx, in *ownTextInput) (Own, func() (approval.Ref, error)) {
		return in.Body.Own, func() (approval.Ref, error) {
			return once(c, a, anybody, in.Key, in.Body, func(tx *storage.Tx) (approval.Ref, error) {
				return ap().Feedback(tx, in.Body.Number, in.Body.Code, in.Body.Text)
			})
		}
	})
	ownVerb(a, "pay", "payApplication", "登记网上缴费", func(c ctx, in *ownPaymentInput) (Own, func() (approval.Ref, error)) {
		return in.Body.Own, func() (approval.Ref, error) {
			return ap().Pay(c, in.Body.Number, in.Body.Code, in.Body.Payment)
		}
	})
}

// ownVerb registers something that an applicant does to his own application. Guesses at its code are bounded.
func ownVerb[I any](a *api, path, id, summary string, do func(ctx context.Context, in *I) (Own, func() (approval.Ref, error))) {
	public(a, operation{method: post, path: "/api/applicant/" + path, id: id, summary: summary, tag: applicantTag},
		func(ctx context.Context, in *I) (ref approval.Ref, err error) {
			own, act := do(ctx, in)
			return ref, a.guarded(ctx, own, func() (err error) {
				ref, err = act()
				ref.ID = "" // he goes by the number
				return err
			})
		})
}

// sendMaterial takes one file before the application it is for. How many an address may send is bounded.
func (a *api) sendMaterial(ctx context.Context, in *uploadInput) (approval.Sent, error) {
	if err := a.attempt(ctx, a.Policy.Now().Int(setUploads, ""), "您上传得太频繁，请稍后再试。", "upload "+originOf(ctx).address); err != nil {
		return approval.Sent{}, err
	}
	blob, err := a.take(ctx, casework.Citizen, in.RawBody.Data().File)
	if err != nil {
		return approval.Sent{}, err
	}
	return a.hold(ctx, anybody, in.Key, blob)
}

// hold gives the ticket of a file, the same again to who sends the file again under its key.
func (a *api) hold(ctx context.Context, who org.Actor, key string, blob attachment.Blob) (approval.Sent, error) {
	return once(ctx, a, who, key, blob, func(*storage.Tx) (approval.Sent, error) { return a.Approval.Hold(blob) })
}

func (a *api) saveDraft(ctx context.Context, in *saveDraftInput) (d approval.SavedDraft, err error) {
	if key := in.Body.Key; key != nil {
		return d, a.guarded(ctx, Own{Number: key.ID}, func() (err error) {
			return a.DB.Update(ctx, func(tx *storage.Tx) (err error) {
				d, err = a.Approval.SaveDraft(tx, key.ID, key.Code, in.Body.Draft)
				return err
			})
		})
	}
	if err := a.attempt(ctx, a.Policy.Now().Int(setSubmissions, ""), "您新建草稿太频繁，请稍后再试。", "draft "+originOf(ctx).address); err != nil {
		return d, err
	}
	return once(ctx, a, anybody, in.Key, in.Body, func(tx *storage.Tx) (approval.SavedDraft, error) {
		return a.Approval.SaveDraft(tx, "", "", in.Body.Draft)
	})
}

// applying bounds how much one address hands in.
func (a *api) applying(ctx context.Context) approval.Admission {
	return within(a.Policy.Now().Int(setSubmissions, ""), "您提交得太频繁，请稍后再试，或到窗口办理。", "apply "+originOf(ctx).address)
}

func (a *api) apply(ctx context.Context, in *applyInput) (r approval.Receipt, err error) {
	sub := in.Body.Submission
	sub.Key, sub.Admit = in.Key, a.applying(ctx)
	var earlier []string
	for _, m := range sub.Materials {
		if m.Reuse != "" {
			earlier = append(earlier, m.Reuse)
		}
	}
	submit := func() (err error) {
		r, err = a.Approval.Submit(ctx, sub)
		return err
	}
	if len(earlier) > 0 {
		err = a.guardedAll(ctx, earlier, submit)
	} else {
		err = submit()
	}
	if err == nil && in.Body.Draft != nil {
		if err := a.Approval.DropDraft(ctx, in.Body.Draft.ID, in.Body.Draft.Code); err != nil && !fault.Is(err, fault.NotFound) {
			a.Log.WarnContext(ctx, "draft not dropped", "error", err) // its time will end
		}
	}
	r.ID = ""
	return r, err
}

func (a *api) applyBundle(ctx context.Context, in *applyBundleInput) (approval.Receipt, error) {
	in.Body.Key, in.Body.Admit = in.Key, a.applying(ctx)
	r, err := a.Approval.SubmitBundle(ctx, in.Body)
	r.ID = ""
	return r, err
}

// ownPaperRoutes are the papers and files of an applicant's own application, and the page on which anybody verifies a
// certificate.
func (a *api) ownPaperRoutes() {
	public(a, operation{method: post, path: "/api/applicant/files", id: "ownMaterials", summary: "本人申请的附件", tag: applicantTag},
		func(ctx context.Context, in *queryInput) (out []OwnFile, err error) {
			out = []OwnFile{}
			return out, a.guarded(ctx, in.Body, func() error {
				found, err := a.Approval.OwnFiles(ctx, in.Body.Number, in.Body.Code)
				for _, f := range found {
					out = append(out, OwnFile{f.ID, f.Name, f.Type, f.Size, f.AddedAt, f.AddedBy == casework.Citizen})
				}
				return err
			})
		})
	publicWhole(a, operation{method: post, path: "/api/applicant/files/download", id: "ownMaterial", summary: "下载本人申请的附件", tag: applicantTag},
		func(ctx context.Context, in *ownFileInput) (s stream, err error) {
			return s, a.guarded(ctx, in.Body.Own, func() error {
				f, err := a.Approval.OwnFile(ctx, in.Body.Number, in.Body.Code, in.Body.ID)
				if err == nil {
					s, err = a.send(ctx, f, true)
				}
				return err
			})
		})
	publicWhole(a, operation{method: post, path: "/api/applicant/documents/print", id: "ownDocument", summary: "本人申请的文书（PDF）", tag: applicantTag},
		func(ctx context.Context, in *ownFileInput) (s stream, err error) {
			return s, a.guarded(ctx, in.Body.Own, func() error {
				n, err := a.Approval.OwnPaper(ctx, in.Body.Number, in.Body.Code, in.Body.ID)
				s, err = a.print(n, err, true)
				return err
			})
		})
	publicWhole(a, operation{method: post, path: "/api/applicant/certificate/print", id: "ownCertificate", summary: "本人申请所得的证照（PDF）", tag: applicantTag},
		func(ctx context.Context, in *queryInput) (s stream, err error) {
			return s, a.guarded(ctx, in.Body, func() error {
				c, err := a.Approval.OwnCertificate(ctx, in.Body.Number, in.Body.Code)
				s, err = a.print(c.Notice(originOf(ctx).verify(c)), err, true)
				return err
			})
		})
	public(a, operation{method: post, path: "/api/applicant/certificates/verify", id: "verifyCertificate", summary: "核验证照", tag: applicantTag},
		func(ctx context.Context, in *queryInput) (c approval.Certificate, err error) {
			return c, a.guarded(ctx, in.Body, func() (err error) {
				c, err = a.Approval.VerifyCertificate(ctx, in.Body.Number, in.Body.Code)
				return err
			})
		})
}

// verify is the address of the public page that verifies a certificate, as its QR code says.
func (o *origin) verify(c approval.Certificate) string {
	return o.site() + "/certificate?" + url.Values{"number": {c.Number}, "code": {c.Code}}.Encode()
}
