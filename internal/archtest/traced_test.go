package archtest

import (
	"fmt"
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// traced are the closed lists of ids that docs/rules.md accounts for: an area and its numbers.
var traced = []struct {
	area    string
	numbers []int
}{
	{"HOT", upTo(110)}, {"DUTY", upTo(18)}, {"TIME", upTo(44)}, {"AUD", upTo(13)}, {"CHN", upTo(15)}, {"ORG", upTo(31)}, {"APP", upTo(51)}, {"PRJ", upTo(13)}, {"CAT", upTo(44)}, {"HALL", []int{18}},
	{"GAP", append(upTo(10), 16, 18, 19, 20, 21, 22, 23, 26, 28, 29, 33, 34, 35, 39, 40, 44, 45, 48, 50, 52, 56, 57)}, {"VEC", append(upTo(12), 19, 20, 22, 23, 25)},
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// TestEveryRuleIsAccountedFor holds docs/rules.md to the catalogue's ids and to the names that the code has.
func TestEveryRuleIsAccountedFor(t *testing.T) {
	house, err := load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range untraced(string(text), house.names()) {
		t.Error("docs/rules.md: " + why)
	}
}

// Each planted mistake in a sound table is found, and the sound one has none.
func TestUntracedRulesAreFound(t *testing.T) {
	names := map[string]bool{"hotline.Service.Return": true, "hotline.TestHOT38": true, "hotline.TestMain": true}
	var table strings.Builder
	for _, list := range traced {
		for _, n := range list.numbers {
			fmt.Fprintf(&table, "| %s-%02d | words | `hotline.Service.Return` | `hotline.TestHOT38` |\n", list.area, n)
		}
	}
	sound := table.String()
	if found := untraced(sound, names); len(found) != 0 {
		t.Fatalf("a sound table: %v", found)
	}
	row := "| HOT-38 | words | `hotline.Service.Return` | `hotline.TestHOT38` |\n"
	for name, instead := range map[string]string{
		"missing":             "",
		"twice":               row + row,
		"unknown id":          row + "| HOT-111 | words | — | Software cannot hold it at all. |\n",
		"no words":            "| HOT-38 |  | `hotline.Service.Return` | `hotline.TestHOT38` |\n",
		"unknown function":    "| HOT-38 | words | `hotline.Service.Bounce` | `hotline.TestHOT38` |\n",
		"unknown test":        "| HOT-38 | words | `hotline.Service.Return` | `hotline.TestHOT39` |\n",
		"a test of nothing":   "| HOT-38 | words | — | `hotline.TestHOT38` |\n",
		"no test nor reason":  "| HOT-38 | words | `hotline.Service.Return` | — |\n",
		"a word for a reason": "| HOT-38 | words | — | Later. |\n",
		"no test but a verb":  "| HOT-38 | words | `hotline.Service.Return` | `hotline.Service.Return` |\n",
	} {
		if found := untraced(strings.Replace(sound, row, instead, 1), names); len(found) != 1 {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

var (
	tracedID = regexp.MustCompile(`^[A-Z]+-\d+$`)
	quoted   = regexp.MustCompile("`([^`]*)`")
)

// untraced lists what is wrong with the table: ids missing, named twice or unknown, names that the code does not have,
// rows that neither a test proves nor a sentence explains.
func untraced(text string, names map[string]bool) []string {
	var wrong []string
	seen, wanted := map[string]bool{}, map[string]bool{}
	for _, list := range traced {
		for _, n := range list.numbers {
			wanted[fmt.Sprintf("%s-%02d", list.area, n)] = true
		}
	}
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		id := cells[0]
		if !tracedID.MatchString(id) {
			continue
		}
		switch {
		case seen[id]:
			wrong = append(wrong, id+" is there twice")
		case !wanted[id]:
			wrong = append(wrong, id+" is not of the lists")
		default:
			if why := wrongRow(cells, names); why != "" {
				wrong = append(wrong, id+why)
			}
		}
		seen[id] = true
	}
	for id := range wanted {
		if !seen[id] {
			wrong = append(wrong, id+" is missing")
		}
	}
	return wrong
}

// wrongRow says what is wrong with one row of id, rule, held by, proved by; "" if nothing.
func wrongRow(cells []string, names map[string]bool) string {
	if len(cells) != 4 || cells[1] == "" {
		return " has not four cells, or no words"
	}
	holders, proofs := quoted.FindAllStringSubmatch(cells[2], -1), quoted.FindAllStringSubmatch(cells[3], -1)
	for _, name := range append(holders, proofs...) {
		if !names[name[1]] {
			return " names " + name[1] + ", which the code does not have"
		}
	}
	for _, name := range proofs {
		if _, test, _ := strings.Cut(name[1], "."); !strings.HasPrefix(test, "Test") {
			return " is proved by " + name[1] + ", which is no test"
		}
	}
	sentence := strings.TrimSpace(quoted.ReplaceAllString(cells[3], ""))
	explained := strings.HasSuffix(sentence, ".") && len(strings.Fields(sentence)) >= 5
	switch {
	case len(proofs) > 0 && len(holders) == 0:
		return " is proved, but nothing holds it"
	case len(proofs) == 0 && !explained:
		return " has neither a test nor a sentence why not"
	}
	return ""
}

// names are all top-level names of the packages under internal/, as package.Name, with methods as package.Type.Method.
func (t tree) names() map[string]bool {
	out := map[string]bool{}
	for _, f := range t.files {
		pkg, inside := strings.CutPrefix(f.dir, "internal/")
		if !inside {
			continue
		}
		for _, decl := range f.ast.Decls {
			for _, name := range declared(decl) {
				out[pkg+"."+name] = true
			}
		}
	}
	return out
}

func declared(decl ast.Decl) []string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			return []string{receiver(d.Recv.List[0].Type) + "." + d.Name.Name}
		}
		return []string{d.Name.Name}
	case *ast.GenDecl:
		var names []string
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					names = append(names, name.Name)
				}
			}
		}
		return names
	}
	return nil
}
