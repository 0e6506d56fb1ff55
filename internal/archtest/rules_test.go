package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// finding is one breach: the rule, where, and why.
type finding struct{ rule, where, why string }

func (f finding) String() string { return f.where + ": " + f.why + " [" + f.rule + "]" }

// rules are all the checks. Each must be tripped by at least one planted violation, see TestChecksCatchPlantedViolations.
var rules = map[string]func(tree) []finding{
	"imports":    checkImports,
	"time":       checkTime,
	"sql":        checkSQL,
	"comments":   checkComments,
	"size":       checkSize,
	"migrations": checkMigrations,
}

const (
	maxFileLines     = 600
	maxFunctionLines = 100
	maxVueLines      = 400
)

// givenNotTaken are the names that only a command may use: elsewhere the time and the environment are handed in.
var givenNotTaken = map[string][]string{
	"time": {"Now", "Since", "Until"},
	"os":   {"Getenv", "LookupEnv", "Environ", "Setenv", "ExpandEnv", "Args", "Exit"},
	"log":  {"Fatal", "Fatalf", "Fatalln"},
}

func checkTime(t tree) []finding {
	var found []finding
	for _, f := range t.files {
		if f.test || floorOf(f.dir) == command || strings.HasSuffix(path.Base(f.dir), "test") {
			continue
		}
		for imported, names := range givenNotTaken {
			local := f.localName(imported)
			if local == "" {
				continue
			}
			ast.Inspect(f.ast, func(node ast.Node) bool {
				if use, ok := node.(*ast.SelectorExpr); ok && isName(use.X, local) && slices.Contains(names, use.Sel.Name) {
					found = append(found, finding{"time", f.at(node), imported + "." + use.Sel.Name + " is for cmd only"})
				}
				return true
			})
		}
	}
	return found
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

var (
	anySQL   = regexp.MustCompile(`(?is)^\s*(select\b.*\bfrom\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|with\s+\w+\s+as\b|(create|drop|alter|truncate)\s+table\b)`)
	writeSQL = regexp.MustCompile(`(?is)\b(?:insert\s+into\s+(\w+)|update\s+(\w+)\s+set\b|delete\s+from\s+(\w+)|(?:create|drop|alter|truncate)\s+(?:table|index)\b)`)
)

// writesOthers tells whether a text writes to a table that is not insight's own.
func writesOthers(text string) bool {
	for _, m := range writeSQL.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1]+m[2]+m[3], "insight_") {
			return true
		}
	}
	return false
}

// checkSQL: insight writes its own projections and only reads the rest, and the demonstration lives through the areas'
// verbs.
func checkSQL(t tree) []finding {
	var found []finding
	for _, f := range t.files {
		var forbidden func(string) bool
		switch {
		case f.test:
			continue
		case within(f.dir, []string{"internal/insight"}):
			forbidden = writesOthers
		case within(f.dir, []string{"internal/demo"}):
			forbidden = anySQL.MatchString
		default:
			continue
		}
		ast.Inspect(f.ast, func(node ast.Node) bool {
			if text, ok := literal(node); ok && forbidden(text) {
				found = append(found, finding{"sql", f.at(node), f.dir + " may not hold this SQL"})
			}
			return true
		})
	}
	return found
}

func literal(node ast.Node) (string, bool) {
	lit, ok := node.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func checkComments(t tree) []finding {
	var found []finding
	described := map[string]bool{}
	for _, f := range t.files {
		described[f.dir] = described[f.dir] || f.ast.Doc != nil
		if f.test || f.drawn {
			continue
		}
		for _, decl := range f.ast.Decls {
			for _, name := range silent(decl) {
				found = append(found, finding{"comments", f.at(name), name.Name + " is exported and has no comment"})
			}
		}
	}
	for dir, said := range described {
		if !said {
			found = append(found, finding{"comments", dir, "no file has a package comment"})
		}
	}
	return found
}

// silent lists the exported names of the declaration that nothing is said about.
func silent(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type))) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range d.Specs {
			names = append(names, silentSpec(d, spec)...)
		}
		return names
	}
	return nil
}

func silentSpec(d *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && (d.Doc == nil || len(d.Specs) > 1) {
			names = append(names, s.Name)
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				names = append(names, name)
			}
		}
	}
	return names
}

func receiver(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.IndexListExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

func checkSize(t tree) []finding {
	var found []finding
	for _, f := range t.files {
		if f.drawn {
			continue
		}
		if f.lines > maxFileLines {
			found = append(found, finding{"size", f.name, fmt.Sprintf("%d lines; split it at %d", f.lines, maxFileLines)})
		}
		for _, decl := range f.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && !f.test && f.span(fn) > maxFunctionLines {
				found = append(found, finding{"size", f.at(fn), fmt.Sprintf("%s has %d lines; split it at %d", fn.Name, f.span(fn), maxFunctionLines)})
			}
		}
	}
	for name, lines := range t.pages {
		if limit := pageLimit(name); lines > limit {
			found = append(found, finding{"size", name, fmt.Sprintf("%d lines; split it at %d", lines, limit)})
		}
	}
	return found
}

func (f file) span(node ast.Node) int {
	return f.fset.Position(node.End()).Line - f.fset.Position(node.Pos()).Line + 1
}

func pageLimit(name string) int {
	if strings.HasSuffix(name, ".vue") {
		return maxVueLines
	}
	return maxFileLines
}
