package archtest

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"

	"huying/internal/rulebook"
)

// ruleID finds ids of the catalogue, by its areas: other things are written alike (SHA-256).
var ruleID = regexp.MustCompile(`\b(?:APP|APR|ATT|AUD|BRD|CAT|CHN|CPL|DBL|DIS|DUTY|ECO|GAP|HALL|HLTH|HOT|KB|LAW|NET|OFF|ORG|PRJ|PTY|REV|` +
	`SAFE|SRV|STA|STD|SUP|TIME|TRD|TRN|TWN)-\d{2,3}\b`)

// TestTheRuleBookSaysWhatIsCited: flows, policies, refusals, words and roles cite rules by their ids; each has its
// sentence in the rule book, and no sentence is there for nothing.
func TestTheRuleBookSaysWhatIsCited(t *testing.T) {
	house, err := load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	cited := house.cited()
	for _, id := range slices.Sorted(maps.Keys(cited)) {
		if _, known := rulebook.Sentence(id); !known {
			t.Errorf("%s cites %s, which internal/rulebook/rules.csv does not say", cited[id], id)
		}
	}
	for _, e := range rulebook.All() {
		if cited[e.ID] == "" {
			t.Errorf("nothing cites %s of internal/rulebook/rules.csv", e.ID)
		}
	}
}

func TestCitedFindsEveryWayOfCiting(t *testing.T) {
	house, err := load(fstest.MapFS{
		"internal/hall/hall.go": {Data: []byte("package hall\n\n// HOT-01 is only a remark.\nvar a = Action{Name: \"x\", Rule: \"第六条\", By: \"\"}\n" +
			"var b = fault.New(1, `HALL-02`).Under(\"第七条\")\nvar c = Word{\"y\", \"HOT-03\", \"SHA-256\"}\nvar d = Action{Rule: \"\"}\nvar e = \"TIME-04、GAP-05\"\n")},
		"internal/hall/hall_test.go": {Data: []byte("package hall\n\nvar f = \"HOT-06\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"GAP-05", "HALL-02", "HOT-03", "TIME-04", "第七条", "第六条"}
	if got := slices.Sorted(maps.Keys(house.cited())); !slices.Equal(got, want) {
		t.Errorf("cited %v, want %v", got, want)
	}
}

// cited are the rules that the program cites, each with one place: every id in a text, and whatever a refusal stands
// under or a field named Rule or Authority holds.
func (t tree) cited() map[string]string {
	out := map[string]string{}
	for _, f := range t.files {
		if f.test {
			continue
		}
		ast.Inspect(f.ast, func(node ast.Node) bool {
			for _, id := range citations(node) {
				out[id] = f.at(node)
			}
			return true
		})
	}
	return out
}

func citations(node ast.Node) []string {
	switch n := node.(type) {
	case *ast.BasicLit:
		return ruleID.FindAllString(n.Value, -1)
	case *ast.KeyValueExpr:
		if isName(n.Key, "Rule") || isName(n.Key, "Authority") {
			return spelled(n.Value)
		}
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Under" && len(n.Args) == 1 {
			return spelled(n.Args[0])
		}
	}
	return nil
}

// spelled is the text that e spells out, if it does and there is one.
func spelled(e ast.Expr) []string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
		return []string{s}
	}
	return nil
}
