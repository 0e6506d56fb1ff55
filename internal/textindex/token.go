package textindex

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxRunes = 50_000 // of a text; with more, PostgreSQL's tsvector could exceed its 1 MB
	maxWord  = 64     // runes of a word; what is longer is not a word that anybody types
)

// run is a piece of text of one sort: characters that are written without spaces, or one word of letters and digits.
type run struct {
	dense bool
	runes []rune
}

// group is a stretch of text without any space or punctuation inside: its runs touch.
type group []run

// parse brings text to its normal form: NFKC (full-width letters and digits become plain), lower case, everything but
// letters, digits and marks taken for a break.
func parse(text string) []group {
	var groups []group
	open := false
	n := 0
	for _, r := range strings.ToLower(norm.NFKC.String(text)) {
		if n++; n > maxRunes {
			break
		}
		if !unicode.In(r, unicode.L, unicode.N, unicode.M) {
			open = false
			continue
		}
		if !open {
			groups, open = append(groups, nil), true
		}
		groups[len(groups)-1] = groups[len(groups)-1].with(r)
	}
	return groups
}

func (g group) with(r rune) group {
	dense := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo)
	if last := len(g) - 1; last >= 0 && g[last].dense == dense {
		if dense || len(g[last].runes) < maxWord {
			g[last].runes = append(g[last].runes, r)
		}
		return g
	}
	return append(g, run{dense, []rune{r}})
}

// plain writes the group so that one text contains another exactly when its plain form does: a bar stands on either side
// of a word, because words are found whole.
func (g group) plain() string {
	var b strings.Builder
	for _, r := range g {
		if r.dense {
			b.WriteString(string(r.runes))
		} else {
			b.WriteString("|" + string(r.runes) + "|")
		}
	}
	return b.String()
}

// body is the normal form of a whole text: its groups, apart.
func body(groups []group) string {
	parts := make([]string, len(groups))
	for i, g := range groups {
		parts[i] = g.plain()
	}
	return strings.Join(parts, " ")
}

// grams are the tokens of the group in order, one for each place in the text: the pairs of characters of a dense run and
// then its last character alone, or the word.
func (g group) grams() []string {
	var tokens []string
	for _, r := range g {
		if !r.dense {
			tokens = append(tokens, string(r.runes))
			continue
		}
		for i := range r.runes {
			tokens = append(tokens, string(r.runes[i:min(i+2, len(r.runes))]))
		}
	}
	return tokens
}

// wanted are the tokens that a text holds side by side if it contains the group. A dense run at the end may go on in the
// text, so its last character alone is not wanted; when it is the only one, prefix says that the last token begins a pair.
func (g group) wanted() (tokens []string, prefix bool) {
	tokens = g.grams()
	last := g[len(g)-1]
	if !last.dense {
		return tokens, false
	}
	if len(last.runes) == 1 {
		return tokens, true
	}
	return tokens[:len(tokens)-1], false
}
