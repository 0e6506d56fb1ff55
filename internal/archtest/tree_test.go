// Package archtest holds the house to its plan: which package may import which, where time, the environment, SQL and
// HTTP may be touched, that every exported name says what it promises, and that files stay of a size that one can read.
// It has only tests, and its checks are themselves tried on small trees with one planted violation each.
package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
)

const module = "huying"

// file is one parsed Go file; dir is its package's folder from the root of the module.
type file struct {
	name  string
	dir   string
	test  bool
	lines int
	drawn bool // generated; its size and comments are nobody's choice
	ast   *ast.File
	fset  *token.FileSet
}

// tree is everything that the rules look at.
type tree struct {
	files      []file
	pages      map[string]int // .vue and .ts files of the browser application, with their number of lines
	migrations map[string]string
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// load reads the module's tree. What others installed or built is not ours to judge.
func load(root fs.FS) (tree, error) {
	t := tree{pages: map[string]int{}, migrations: map[string]string{}}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(name)
		}
		if !entry.Type().IsRegular() { // a link leads out of the tree
			return nil
		}
		return t.add(root, name)
	})
	return t, err
}

func skip(dir string) error {
	switch base := path.Base(dir); {
	case dir == ".":
		return nil
	case strings.HasPrefix(base, "."), base == "node_modules", base == "testdata", dir == "web/build", dir == "bin", dir == "tmp", dir == "data":
		return fs.SkipDir
	}
	return nil
}

func (t *tree) add(root fs.FS, name string) error {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	switch {
	case strings.HasSuffix(name, ".go"):
		return t.addGo(name, text)
	case strings.HasPrefix(name, "internal/storage/migrations/"):
		t.migrations[path.Base(name)] = string(text)
	case strings.HasPrefix(name, "web/src/") && (strings.HasSuffix(name, ".vue") || strings.HasSuffix(name, ".ts")):
		if path.Base(name) != "schema.d.ts" {
			t.pages[name] = bytes.Count(text, []byte("\n"))
		}
	}
	return nil
}

func (t *tree) addGo(name string, text []byte) error {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("archtest: %w", err)
	}
	t.files = append(t.files, file{
		name:  name,
		dir:   path.Dir(name),
		test:  strings.HasSuffix(name, "_test.go"),
		lines: bytes.Count(text, []byte("\n")),
		drawn: generated.Match(text),
		ast:   parsed,
		fset:  fset,
	})
	return nil
}

// imports lists the import paths of f.
func (f file) imports() []string {
	var paths []string
	for _, spec := range f.ast.Imports {
		paths = append(paths, importPath(spec))
	}
	return paths
}

// localName is what f calls the imported package, or "" when f does not import it.
func (f file) localName(imported string) string {
	for _, spec := range f.ast.Imports {
		if importPath(spec) != imported {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// at says where in the tree the node stands, as file:line.
func (f file) at(node ast.Node) string {
	return f.name + ":" + strconv.Itoa(f.fset.Position(node.Pos()).Line)
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return p
}

// standard tells whether the import is of the standard library: its first element has no dot, and it is not ours.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return first != module && !strings.Contains(first, ".")
}
