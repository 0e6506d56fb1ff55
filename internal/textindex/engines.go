package textindex

import (
	"slices"
	"strings"
)

// apart stands between groups in FTS5, so that the end of one and the start of the next are not side by side. It is a
// private character, which no token holds.
const apart = "\uE000"

// sequence is a text as FTS5 indexes it: its tokens in order.
func sequence(groups []group) string {
	var parts []string
	for _, g := range groups {
		parts = append(parts, strings.Join(g.grams(), " "))
	}
	return strings.Join(parts, " "+apart+" ")
}

// expression is a query to FTS5: every group as a phrase. Tokens hold letters, digits and marks only, so nothing in them
// can leave the quotes.
func expression(groups []group) string {
	var phrases []string
	for _, g := range groups {
		tokens, prefix := g.wanted()
		phrase := `"` + strings.Join(tokens, " ") + `"`
		if prefix {
			phrase += " *"
		}
		phrases = append(phrases, phrase)
	}
	return strings.Join(phrases, " AND ")
}

// vector is a text as a tsvector without places: each token once.
func vector(groups []group) string {
	var tokens []string
	for _, g := range groups {
		for _, token := range g.grams() {
			tokens = append(tokens, `'`+token+`'`)
		}
	}
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// conjunction is a query as a tsquery: all tokens of all groups. begins tells whether one of them is the beginning of tokens.
func conjunction(groups []group) (query string, begins bool) {
	var terms []string
	for _, g := range groups {
		tokens, prefix := g.wanted()
		for i, token := range tokens {
			term := `'` + token + `'`
			if prefix && i == len(tokens)-1 {
				term += ":*"
				begins = true
			}
			terms = append(terms, term)
		}
	}
	slices.Sort(terms)
	return strings.Join(slices.Compact(terms), " & "), begins
}
