// Package rulebook says in one plain Chinese sentence what each rule asks that the program cites by its id, so that a
// person who reads a record, a refusal or a setting need not know the ids. The wording is ours; the id stays the citation.
package rulebook

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
)

// Entry is a rule: its id, and what it asks in at most forty characters without a full stop.
type Entry struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
}

//go:embed rules.csv
var text string

var (
	entries   = read(text)
	sentences = index(entries)
)

// read takes the table of id and sentence. It is a part of the program: that it cannot be read shows at the first start.
func read(text string) []Entry {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("rulebook: " + err.Error())
	}
	out := make([]Entry, 0, len(rows))
	for _, row := range rows[1:] {
		out = append(out, Entry{row[0], row[1]})
	}
	return out
}

func index(entries []Entry) map[string]string {
	out := make(map[string]string, len(entries))
	for _, e := range entries {
		out[e.ID] = e.Sentence
	}
	return out
}

// Sentence says what the rule asks; false if the id is not in the book.
func Sentence(id string) (string, bool) {
	s, known := sentences[id]
	return s, known
}

// All lists the book in its own order: the hotline, channels, duty, and the rest; gaps settled by default come last.
func All() []Entry { return slices.Clone(entries) }

var cited = regexp.MustCompile(`[A-Z]{3,4}-[0-9]{2,3}`)

// Spell puts what each rule asks in the place of its id, for texts whose readers do not have the book; ids that are not in
// it stay.
func Spell(text string) string {
	return cited.ReplaceAllStringFunc(text, func(id string) string {
		if s, known := sentences[id]; known {
			return s
		}
		return id
	})
}
