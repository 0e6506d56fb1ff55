package archtest

import (
	"path"
	"strings"
)

// The floors of the house. An import goes to the same floor or to a lower one; areas are the exception, they do not
// know each other. A package that stands in none of these lists is an area.
const (
	ground = iota
	arithmetic
	store
	services
	kernel
	shared
	area
	above
	wiring
	command
)

var floors = map[string]int{
	"internal/fault": ground, "internal/clock": ground, "internal/page": ground, "internal/satisfaction": ground,
	"internal/rulebook": ground, "internal/gbt39046": ground, "web": ground,
	"internal/calendar": arithmetic, "internal/deadline": arithmetic,
	"internal/storage": store, "internal/storage/storagetest": store,
	"internal/audit": services, "internal/outbox": services, "internal/org": services, "internal/policy": services,
	"internal/secret": services, "internal/attachment": services,
	"internal/textindex": services, "internal/document": services, "internal/sheet": services,
	"internal/casework": kernel,
	"internal/catalog":  shared,
	"internal/insight":  above, "internal/exchange": above, "internal/httpapi": above, "internal/demo": above,
	"internal/archtest": above,
	"internal/app":      wiring,
}

var floorNames = map[int]string{
	ground: "the ground", arithmetic: "pure arithmetic", store: "storage", services: "a service of the kernel",
	kernel: "the kernel", shared: "what areas share", area: "an area", above: "a package above the areas", wiring: "the wiring", command: "a command",
}

var (
	drivers = []string{
		"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx", "github.com/pressly/goose", "github.com/lib/pq",
		"github.com/mattn/go-sqlite3",
	}
	mayServeHTTP = []string{"internal/httpapi", "internal/exchange", "internal/telephony", "internal/app", "web", "cmd"}
)

// floorOf finds the floor of the package in dir; a sub-package without a line of its own stands where its parent does.
func floorOf(dir string) int {
	for d := dir; d != "."; d = path.Dir(d) {
		if floor, known := floors[d]; known {
			return floor
		}
	}
	if strings.HasPrefix(dir, "cmd/") {
		return command
	}
	return area
}

// areaOf names the area that dir belongs to: its folder directly under internal.
func areaOf(dir string) string {
	first, rest, _ := strings.Cut(dir, "/")
	second, _, _ := strings.Cut(rest, "/")
	return first + "/" + second
}

func checkImports(t tree) []finding {
	var found []finding
	for _, f := range t.files {
		for _, imported := range f.imports() {
			if why := wrongImport(f, imported); why != "" {
				found = append(found, finding{"imports", f.name, why})
			}
		}
	}
	return found
}

// wrongImport says why f may not import it, or "".
func wrongImport(f file, imported string) string {
	if dir, ours := strings.CutPrefix(imported, module+"/"); ours {
		return wrongFloor(f, dir)
	}
	switch {
	case f.test:
		return ""
	case floorOf(f.dir) <= arithmetic && !standard(imported):
		return floorNames[floorOf(f.dir)] + " imports only the standard library, not " + imported
	case within(imported, drivers) && !within(f.dir, []string{"internal/storage"}):
		return imported + " belongs in storage only"
	case within(imported, []string{"net/http"}) && !within(f.dir, mayServeHTTP):
		return imported + " belongs in httpapi, exchange, telephony, web, app and cmd only"
	}
	return ""
}

func wrongFloor(f file, dir string) string {
	from, to := floorOf(f.dir), floorOf(dir)
	switch {
	case strings.HasSuffix(path.Base(dir), "test") && !f.test && !strings.HasSuffix(path.Base(f.dir), "test"):
		return dir + " is for tests"
	case from == area && to == area:
		if areaOf(f.dir) != areaOf(dir) {
			return "area " + f.dir + " imports area " + dir
		}
	case from <= arithmetic && to <= arithmetic && from != to, to > from && !(f.test && from >= above):
		return floorNames[from] + " (" + f.dir + ") imports " + floorNames[to] + " (" + dir + ")"
	}
	return ""
}

// within tells whether name is one of the roots or lies below one.
func within(name string, roots []string) bool {
	for _, root := range roots {
		if name == root || strings.HasPrefix(name, root+"/") {
			return true
		}
	}
	return false
}
