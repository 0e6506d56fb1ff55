package document

import (
	"strings"
	"unicode"
)

// line is one line of type. A full line is spread to the width of its paragraph, the last of a paragraph is not.
type line struct {
	text  string
	width float64
	full  bool
}

// What a line may not begin with (避头) and what it may not end with (避尾).
const (
	notFirst = "、，。；：？！）》〉」』】〕］｝”’…—～·%％‰℃°,.;:?!)]}"
	notLast  = "（《〈「『【〔［｛“‘([{￥$#№"
)

// unit is what a line is not broken inside of: a character, or a word of Latin letters and digits.
type unit struct {
	text  string
	width float64
}

// breakLines sets text to the width. The first line is shorter by indent. widthOf gives the width of a character.
func breakLines(text string, width, indent float64, widthOf func(rune) float64) []line {
	var lines []line
	var current []unit
	room, used := width-indent, 0.0
	for _, u := range units(text, width, widthOf) {
		for len(current) > 0 && used+u.width > room && u.text != " " {
			cut := cutBefore(current, u)
			lines = append(lines, join(current[:cut], true))
			current = append([]unit(nil), current[cut:]...)
			room, used = width, total(current)
		}
		current = append(current, u)
		used += u.width
	}
	return append(lines, join(current, false))
}

// units cuts the text. A word that is wider than a whole line is cut into characters.
func units(text string, width float64, widthOf func(rune) float64) []unit {
	var all []unit
	inWord := false
	for _, r := range text {
		w := widthOf(r)
		word := r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./@+&=", r))
		if last := len(all) - 1; word && inWord && all[last].width+w <= width {
			all[last].text += string(r)
			all[last].width += w
		} else {
			all = append(all, unit{string(r), w})
		}
		inWord = word
	}
	return all
}

// cutBefore finds where the line ends when next no longer fits: before next if the two sides may be parted there, else as
// far back as needed; where no place is good, before next all the same.
func cutBefore(current []unit, next unit) int {
	for cut := len(current); cut > 0; cut-- {
		after := next
		if cut < len(current) {
			after = current[cut]
		}
		if !strings.Contains(notFirst, firstRune(after.text)) && !strings.Contains(notLast, lastRune(current[cut-1].text)) && after.text != " " {
			return cut
		}
	}
	return len(current)
}

func firstRune(s string) string { return string([]rune(s)[:1]) }

func lastRune(s string) string {
	runes := []rune(s)
	return string(runes[len(runes)-1:])
}

func total(units []unit) float64 {
	sum := 0.0
	for _, u := range units {
		sum += u.width
	}
	return sum
}

// join makes a line of the units, without the spaces at its end.
func join(units []unit, full bool) line {
	for len(units) > 0 && units[len(units)-1].text == " " {
		units = units[:len(units)-1]
	}
	var b strings.Builder
	for _, u := range units {
		b.WriteString(u.text)
	}
	return line{b.String(), total(units), full}
}

// paragraphs cuts a text at its line breaks and makes every paragraph fit to print: one space for any white space, no
// characters that control, join or choose a variant. Empty paragraphs are dropped.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r) }) {
		if p = clean(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// clean makes one paragraph of any text.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.C, unicode.Variation_Selector):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}
