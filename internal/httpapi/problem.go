package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"huying/internal/fault"
	"huying/internal/rulebook"
)

// Problem is how every refusal is told (RFC 9457, application/problem+json). Detail is one sentence for the person who
// asked. Nothing of the input is ever repeated in it.
type Problem struct {
	Type      string         `json:"type" doc:"about:blank"`
	Title     string         `json:"title" doc:"种类"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail" doc:"给提出请求的人看的一句话"`
	Code      string         `json:"code" doc:"供程序判断的固定代码"`
	Rule      string         `json:"rule,omitempty" doc:"所依据的规则编号"`
	RuleText  string         `json:"ruleText,omitempty" doc:"这条规则的要求"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"有误的字段"`
	RequestID string         `json:"requestId,omitempty" doc:"报告故障时请提供"`
}

// ProblemField is one wrong field of the input.
type ProblemField struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var kinds = map[fault.Kind]struct {
	status int
	title  string
}{
	fault.Invalid:         {http.StatusUnprocessableEntity, "填写有误"},
	fault.Unauthenticated: {http.StatusUnauthorized, "请先登录"},
	fault.Forbidden:       {http.StatusForbidden, "没有权限"},
	fault.NotFound:        {http.StatusNotFound, "没有找到"},
	fault.Conflict:        {http.StatusConflict, "情况已变化"},
	fault.Refused:         {http.StatusUnprocessableEntity, "不符合规定"},
	fault.TooLarge:        {http.StatusRequestEntityTooLarge, "内容过大"},
	fault.TooMany:         {http.StatusTooManyRequests, "操作过于频繁"},
	fault.Unsupported:     {http.StatusUnsupportedMediaType, "格式不受支持"},
	fault.Internal:        {http.StatusInternalServerError, "系统故障"},
}

func problemOf(ctx context.Context, err error) *Problem {
	f := fault.From(err)
	kind := kinds[f.Kind]
	p := &Problem{Type: "about:blank", Title: kind.title, Status: kind.status, Detail: f.Message, Code: f.Code, Rule: f.Rule, RequestID: originOf(ctx).id}
	p.RuleText, _ = rulebook.Sentence(f.Rule)
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField(field))
	}
	return p
}

// refuse turns an error into the answer, and logs what is our own fault. It is the only place that logs a failure.
func (a *api) refuse(ctx context.Context, err error) *Problem {
	p := problemOf(ctx, err)
	if p.Status == http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		a.Log.ErrorContext(ctx, "request failed", "request", p.RequestID, "operation", originOf(ctx).operation, "error", err)
	}
	return p
}

// write sends a problem from outside huma.
func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p) // a reader that has gone away cannot be helped
}

// What can be wrong with a request before any verb sees it.
var (
	malformed   = fault.New(fault.Invalid, "request.malformed", "请求内容无法读取，应为UTF-8编码的JSON。")
	badFields   = fault.New(fault.Invalid, "request.invalid", "请检查填写内容。")
	tooLarge    = fault.New(fault.TooLarge, "request.large", "提交的内容过大。")
	wrongType   = fault.New(fault.Unsupported, "request.type", "不支持这种内容类型。")
	crossOrigin = fault.New(fault.Forbidden, "request.origin", "请求来自其他网站，已被拒绝。")
	noRoute     = fault.New(fault.NotFound, "request.path", "没有这个接口。")
	noFile      = fault.New(fault.NotFound, "request.file", "没有这个文件。")
	wrongMethod = fault.New(fault.Invalid, "request.method", "这个接口不支持这种请求方法。")
	unexpected  = fault.New(fault.Internal, "internal", "系统出现故障，请稍后再试。")
	timedOut    = fault.New(fault.Invalid, "request.slow", "请求内容未能按时送达，请重试。")
	signInFirst = fault.New(fault.Unauthenticated, "session.none", "请先登录。")
)

// requestProblem is what huma found wrong with a request, without anything of what was sent.
func requestProblem(ctx context.Context, status int, errs []error) *Problem {
	var large *http.MaxBytesError
	text := ""
	for _, err := range errs {
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		if d, ok := err.(*huma.ErrorDetail); ok {
			text += d.Message
		}
	}
	switch {
	case status == http.StatusRequestEntityTooLarge, strings.Contains(text, "request body too large"):
		return problemOf(ctx, tooLarge)
	case status == http.StatusUnsupportedMediaType, strings.Contains(text, "isn't multipart/form-data"):
		return problemOf(ctx, wrongType)
	case status == http.StatusBadRequest:
		p := problemOf(ctx, malformed)
		p.Status = status
		return p
	case status == http.StatusRequestTimeout:
		p := problemOf(ctx, timedOut)
		p.Status = status
		return p
	case status == http.StatusInternalServerError:
		return problemOf(ctx, unexpected)
	}
	p := problemOf(ctx, badFields)
	for _, err := range errs {
		if d, ok := err.(*huma.ErrorDetail); ok {
			p.Errors = append(p.Errors, plainField(d))
		}
	}
	return p
}

const missing = "required:"

// plainField says which field is wrong in the words of this package. A text that came from elsewhere could repeat the
// input, so only our own sentences pass.
func plainField(d *huma.ErrorDetail) ProblemField {
	name := d.Location
	for _, part := range []string{"body", "query", "path", "header"} {
		name = strings.TrimPrefix(strings.TrimPrefix(name, part), ".")
	}
	switch property, ours := strings.CutPrefix(d.Message, missing); {
	case ours:
		return ProblemField{strings.Trim(name+"."+property, "."), "请填写此项。"}
	case d.Message == validation.MsgUnexpectedProperty:
		return ProblemField{"", d.Message}
	case strings.IndexFunc(d.Message, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0:
		return ProblemField{name, "格式不正确。"}
	}
	return ProblemField{name, d.Message}
}

// huma keeps how errors are made and what its checks say in variables of the package; they are set before any operation
// is registered, because the sentences are worked out then.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return requestProblem(context.Background(), status, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return requestProblem(c.Context(), status, errs)
	}
	validation.MsgExpectedRequiredProperty = missing + "%s"
	validation.MsgUnexpectedProperty = "含有不能识别的字段。"
	validation.MsgExpectedRFC3339DateTime = "应为带时区的日期时间，例如2026-04-30T16:20:00+08:00。"
	validation.MsgExpectedRFC3339Date = "应为日期，例如2026-04-30。"
	validation.MsgExpectedBoolean = "应为是或否。"
	validation.MsgExpectedNumber = "应为数字。"
	validation.MsgExpectedInteger = "应为整数。"
	validation.MsgExpectedString = "应为文字。"
	validation.MsgExpectedArray = "应为列表。"
	validation.MsgExpectedObject = "应为一组字段。"
	validation.MsgExpectedOneOf = "应为其中之一：%s。"
	validation.MsgExpectedMinimumNumber = "不能小于%v。"
	validation.MsgExpectedMaximumNumber = "不能大于%v。"
	validation.MsgExpectedMinLength = "不能少于%d个字。"
	validation.MsgExpectedMaxLength = "不能超过%d个字。"
	validation.MsgExpectedMinItems = "不能少于%d项。"
	validation.MsgExpectedMaxItems = "不能超过%d项。"
}
