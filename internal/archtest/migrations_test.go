package archtest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// reserved are the number ranges of the migrations that lie below the areas. From 100 on, numbers are taken in turn.
var reserved = []struct {
	from, to int
	owner    string
}{
	{10, 19, "audit"}, {20, 29, "outbox"}, {30, 39, "org"}, {40, 49, "policy"}, {50, 54, "casework"},
	{55, 59, "calendar"}, {60, 64, "attachment"}, {65, 69, "textindex"}, {70, 79, "exchange"}, {80, 89, "hotline"},
	{90, 99, "web"},
}

var migrationName = regexp.MustCompile(`^(\d{5})_([a-z][a-z0-9_]*)(\.sqlite|\.postgres)?\.sql$`)

// checkMigrations: every migration has a number of its own in a known range, and one that is written for one engine has
// its fellow for the other.
func checkMigrations(t tree) []finding {
	var found []finding
	add := func(name, format string, args ...any) {
		found = append(found, finding{"migrations", name, fmt.Sprintf(format, args...)})
	}
	holders := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(t.migrations)) {
		if !strings.HasSuffix(name, ".sql") {
			continue
		}
		parts := migrationName.FindStringSubmatch(name)
		if parts == nil {
			add(name, "a migration is named 00010_what.sql, or 00010_what.sqlite.sql beside 00010_what.postgres.sql")
			continue
		}
		number, what, engine := parts[1], parts[2], parts[3]
		if !inRange(number) {
			add(name, "number %s lies in no range", number)
		}
		if holder := holders[number+engine]; holder != "" || engine != "" && holders[number] != "" {
			add(name, "number %s is taken", number)
		}
		holders[number+engine] = name
		if fellow := number + "_" + what + other[engine] + ".sql"; engine != "" && t.migrations[fellow] == "" {
			add(name, "%s is missing", fellow)
		}
		if !strings.Contains(t.migrations[name], "-- +goose Up") {
			add(name, "there is no line -- +goose Up")
		}
	}
	return found
}

var other = map[string]string{".sqlite": ".postgres", ".postgres": ".sqlite"}

func inRange(number string) bool {
	n, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	for _, r := range reserved {
		if r.from <= n && n <= r.to {
			return true
		}
	}
	return n >= 100
}
