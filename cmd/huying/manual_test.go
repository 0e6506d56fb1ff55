package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commandLine finds what a line of the manual tells the administrator to type.
var commandLine = regexp.MustCompile(`(?m)^    .*\bhuying ((?:serve|demo|migrate|verify|admin|bench|import|export|simulate|deadline) ?.*)$`)

// TestManualMatchesCommands tries every command line of docs/operations.md on the parser: a flag that was renamed in the
// program alone would fail an administrator when it matters most.
func TestManualMatchesCommands(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	manual := regexp.MustCompile(`\$\([^)]*\)`).ReplaceAllString(string(text), "x")
	found := commandLine.FindAllStringSubmatch(manual, -1)
	if len(found) < 6 {
		t.Fatalf("the manual names %d commands", len(found))
	}
	for _, m := range found {
		line, _, _ := strings.Cut(m[1], "  #")
		parser, err := kong.New(&cli{}, kong.Name("huying"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(strings.Fields(line)); err != nil {
			t.Errorf("huying %s: %v", line, err)
		}
	}
}
