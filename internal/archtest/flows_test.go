package archtest

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
)

//go:generate go test -run TestFlowsAreDrawn . -args -update

var update = flag.Bool("update", false, "write docs/flows anew from the code")

// drawnFlows are the flows of all areas. A flow that is not here fails TestFlowsAreDrawn.
var drawnFlows = []*casework.Flow{hotline.Flow, hotline.AssistFlow, catalog.Flow, approval.Flow, approval.OpinionFlow, approval.CheckFlow,
	approval.BundleFlow, approval.ProjectFlow}

const flowsDir = "../../docs/flows"

// TestFlowsAreDrawn holds docs/flows to the tables that the program runs by; `make gen` draws them anew.
func TestFlowsAreDrawn(t *testing.T) {
	whole, err := load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if n := countFlows(whole); n != len(drawnFlows) {
		t.Errorf("the code holds %d flows, %d are drawn: name the missing one in drawnFlows", n, len(drawnFlows))
	}
	wanted := map[string]string{"README.md": flowIndex()}
	for _, f := range drawnFlows {
		wanted[f.Name+".md"] = flowPage(f)
	}
	if *update {
		writeFlows(t, wanted)
	}
	entries, err := os.ReadDir(flowsDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, known := wanted[e.Name()]; !known {
			t.Errorf("docs/flows/%s draws no flow", e.Name())
		}
	}
	for name, text := range wanted {
		got, err := os.ReadFile(filepath.Join(flowsDir, name))
		if err != nil || string(got) != text {
			t.Errorf("docs/flows/%s is not what the code says (%v): run make gen", name, err)
		}
	}
}

func writeFlows(t *testing.T, pages map[string]string) {
	if err := os.MkdirAll(flowsDir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(flowsDir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// countFlows counts the tables of type casework.Flow in the areas' code.
func countFlows(whole tree) int {
	n := 0
	for _, f := range whole.files {
		local := f.localName(module + "/internal/casework")
		if f.test || local == "" {
			continue
		}
		ast.Inspect(f.ast, func(node ast.Node) bool {
			if lit, ok := node.(*ast.CompositeLit); ok {
				if sel, ok := lit.Type.(*ast.SelectorExpr); ok && isName(sel.X, local) && sel.Sel.Name == "Flow" {
					n++
				}
			}
			return true
		})
	}
	return n
}

const drawnNote = "Drawn by `make gen` from the table that the program runs by. Do not edit; a test compares.\n"

func flowIndex() string {
	var b strings.Builder
	b.WriteString("# Flows\n\n" + drawnNote + "\n| Flow | 中文 | States | Actions |\n| --- | --- | --- | --- |\n")
	for _, f := range drawnFlows {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %d | %d |\n", f.Name, f.Name, f.Label, len(f.States), len(f.Actions))
	}
	return b.String()
}

func flowPage(f *casework.Flow) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s `%s`\n\n%s", f.Label, f.Name, drawnNote)
	b.WriteString("Actions that leave the state as it is are in the table only.\n\n")
	fmt.Fprintf(&b, "```mermaid\n%s```\n\n## States\n\n| State | 中文 | Final |\n| --- | --- | --- |\n", f.Mermaid())
	for _, s := range f.States {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s.Name, s.Label, map[bool]string{true: "yes"}[s.Final])
	}
	b.WriteString("\n## Actions\n\n| Action | 中文 | From | To | Who may | Permission | Rule |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, a := range f.Actions {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | `%s` | %s |\n", a.Name, a.Label, fromStates(f, a), toStates(f, a), whoMay(a), a.By, a.Rule)
	}
	return b.String()
}

func fromStates(f *casework.Flow, a casework.Action) string {
	if a.Opens() {
		return "（新建）"
	}
	for _, s := range f.States {
		if !s.Final && !slices.Contains(a.From, s.Name) {
			return stateLabels(f, a.From)
		}
	}
	return "一切未结状态"
}

func toStates(f *casework.Flow, a casework.Action) string {
	if len(a.To) == 0 {
		return "（不变）"
	}
	return stateLabels(f, a.To)
}

func stateLabels(f *casework.Flow, names []string) string {
	var labels []string
	for _, name := range names {
		labels = append(labels, f.State(name).Label)
	}
	return strings.Join(labels, "、")
}

// whoMay lists the roles that hold the action's permission; where they may is decided by their grants.
func whoMay(a casework.Action) string {
	switch {
	case a.By == casework.System:
		return "系统自动"
	case a.By == casework.Public && a.Opens():
		return "诉求人"
	case a.By == casework.Public:
		return "诉求人（凭编号和查询码）"
	}
	var names []string
	for _, role := range org.Roles() {
		if role.Role.Holds(a.By) {
			names = append(names, role.Name)
		}
	}
	return strings.Join(names, "、")
}
