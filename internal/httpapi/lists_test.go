package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/insight"
	"huying/internal/org"
)

// holdsLists fails where an answer says null for what its description calls a list: a page would have to look twice at
// every one of them. It looks at every answer of every test.
func (w *town) holdsLists(r *http.Request, a answer) {
	w.t.Helper()
	if a.Code/100 != 2 || a.Header().Get("Content-Type") != "application/json" {
		return
	}
	op := w.described(r)
	content := op.Responses[strconv.Itoa(a.Code)].Content["application/json"]
	var body any
	w.must(json.Unmarshal(a.Body.Bytes(), &body))
	for _, where := range nulls(w.server.api.huma.OpenAPI().Components.Schemas, content.Schema, body, "answer") {
		w.t.Errorf("%s: %s is null", op.OperationID, where)
	}
}

// described finds the operation that a request asks for.
func (w *town) described(r *http.Request) *huma.Operation {
	if w.operations == nil {
		w.operations = http.NewServeMux()
		for path, item := range w.server.api.huma.OpenAPI().Paths {
			for method, op := range operations(item) {
				w.operations.Handle(method+" "+path, described{op})
			}
		}
	}
	found, _ := w.operations.Handler(r)
	return found.(described).Operation
}

type described struct{ *huma.Operation }

func (described) ServeHTTP(http.ResponseWriter, *http.Request) {}

// nulls names the lists that are null in a value of the schema.
func nulls(all huma.Registry, s *huma.Schema, value any, where string) (found []string) {
	if s == nil {
		return nil
	}
	if s.Ref != "" {
		s = all.SchemaFromRef(s.Ref)
	}
	if s.Type == huma.TypeArray && value == nil {
		return []string{where}
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			found = append(found, nulls(all, s.Items, item, where+"["+strconv.Itoa(i)+"]")...)
		}
	case map[string]any:
		for name, field := range v {
			of := s.Properties[name]
			if more, ok := s.AdditionalProperties.(*huma.Schema); of == nil && ok {
				of = more
			}
			found = append(found, nulls(all, of, field, where+"."+name)...)
		}
	}
	return found
}

func TestDaysWithNothingUnsignedHoldAList(t *testing.T) {
	w := aTown(t)
	from := w.today()
	w.clk.Advance(72 * time.Hour)
	w.tokens[org.Inspector] = w.signIn(w.ids[org.Inspector])
	days := read[[]insight.UnitDay](t, w.ask(org.Inspector, get, "/api/stats/days?dept=water&from="+from.String()+"&to="+w.today().String(), nil))
	if len(days) == 0 {
		t.Error("there are no days")
	}
}

func TestANullListIsFound(t *testing.T) {
	a := newAPI(Services{}, Options{})
	all := a.describe().Components.Schemas
	found := nulls(all, &huma.Schema{Ref: "#/components/schemas/Directory"}, map[string]any{"regions": nil, "departments": []any{}}, "answer")
	if got := strings.Join(found, " "); got != "answer.regions" {
		t.Errorf("found %q", got)
	}
}
