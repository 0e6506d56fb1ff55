package textindex

// Grams are the pieces of a text by which it is found and compared: pairs of characters, and whole words of letters and
// digits. Nothing spans a break.
type Grams map[string]bool

// GramsOf gives the pieces of a text.
func GramsOf(text string) Grams {
	out := Grams{}
	for _, g := range parse(text) {
		tokens, prefix := g.wanted()
		if prefix { // one character alone says too little
			tokens = tokens[:len(tokens)-1]
		}
		for _, t := range tokens {
			out[t] = true
		}
	}
	return out
}

// Share is how much of the smaller text stands in the larger, from 0 to 1.
func (a Grams) Share(b Grams) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for piece := range a {
		if b[piece] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}
