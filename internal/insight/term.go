package insight

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexicon is the words that are known, and what each may be.
type lexicon struct {
	words   map[string]sense
	longest int // in characters
}

// sense is what a word may be. Those that are no topic are known so that nothing is cut out of them: words of addresses, of
// persons, of asking and telling.
type sense int

const (
	plain sense = iota // never a topic
	part               // only beside another word
	topic
)

//go:embed terms.txt
var termsText string

// terms are the words that come with the program.
var terms = readLexicon(termsText)

// readLexicon reads words line by line: after + they are parts, after - plain, after # nothing is read.
func readLexicon(text string) lexicon {
	l := lexicon{words: map[string]sense{}}
	for line := range strings.Lines(text) {
		switch line[0] {
		case '#':
		case '+':
			l.add(strings.Fields(line[1:]), part)
		case '-':
			l.add(strings.Fields(line[1:]), plain)
		default:
			l.add(strings.Fields(line), topic)
		}
	}
	return l
}

func (l *lexicon) add(list []string, as sense) {
	for _, word := range list {
		l.words[word] = as
		l.longest = max(l.longest, utf8.RuneCountInString(word))
	}
}

// with is the lexicon with further words.
func (l lexicon) with(list []string, as sense) lexicon {
	out := lexicon{words: maps.Clone(l.words), longest: l.longest}
	out.add(list, as)
	return out
}

// split cuts a run of Chinese characters into the fewest pieces: known words and single characters. Of several ways it
// takes the one with the longer word at the end, which in Chinese is right more often.
func (l lexicon) split(run []rune) []string {
	pieces, from := make([]int, len(run)+1), make([]int, len(run)+1)
	for end := 1; end <= len(run); end++ {
		pieces[end], from[end] = pieces[end-1]+1, end-1
		for start := end - 2; start >= max(0, end-l.longest); start-- {
			if _, known := l.words[string(run[start:end])]; known && pieces[start]+1 <= pieces[end] {
				pieces[end], from[end] = pieces[start]+1, start
			}
		}
	}
	out := make([]string, pieces[len(run)])
	for end, i := len(run), len(out)-1; end > 0; end, i = from[end], i-1 {
		out[i] = string(run[from[end]:end])
	}
	return out
}

// runs are the stretches of Chinese characters of a text.
func runs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// What does not stand at either end of a word that was never heard before, what makes a place of what stands before it,
// what stands before places, and the surnames of people. They keep addresses and names off the list of topics.
const (
	particles   = "的了着过是在和与及或被把对从到也都就还很太再又有没不无未请为由于给向让使将能会可要想该这那哪其之于以而但且并所个些么吗呢吧啊年月日号时点分元次人家们上下前后左右中内外里旁间多少大小新老一二三四五六七八九十百千万两半第每各某"
	placeEnds   = "路街巷弄道里村镇乡县市区省州组屯湾塘湖江河溪港山岭坡坪坝洲岛桥园苑府城庭居庄院楼座栋厦寺庙站店厂司校班局所馆"
	placeBefore = "省市县区镇乡村"
	surnames    = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧"
)

// longestNovel is the most characters of a word that is found.
const longestNovel = 4

// company is where a possible word stands.
type company struct {
	n, places   int
	left, right map[string]bool
}

// novel are words of the titles that the lexicon does not know and that the company they keep shows to be words. They
// stand in so many different titles, with so many different neighbours on either side (the end of a stretch counts as
// another one every time), and however one is cut in two, the rarer part stands mostly in it. What may be the name of a
// place or of a person is left out: better a new word too few than a neighbour's name on a list.
func (l lexicon) novel(titles []string, addresses string, least int) []string {
	var stretches []stretch
	for _, title := range different(titles) {
		for _, run := range runs(title) {
			stretches = append(stretches, l.unknown([]rune(run))...)
		}
	}
	times := map[string]int{}
	for _, s := range stretches {
		s.parts(func(part string, _, _ int) { times[part]++ })
	}
	found := map[string]*company{}
	for _, s := range stretches {
		s.parts(func(part string, from, to int) {
			if to-from > 1 && times[part] >= least && s.mayBeTopic(from, to) {
				if found[part] == nil {
					found[part] = &company{left: map[string]bool{}, right: map[string]bool{}}
				}
				found[part].meet(s.neighbours(from, to))
			}
		})
	}
	var out []string
	for word, c := range found {
		if len(c.left) >= least && len(c.right) >= least && c.places*2 < c.n && firm(word, times) && !strings.Contains(addresses, word) {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return out
}

func different(titles []string) []string {
	seen := make(map[string]bool, len(titles))
	for _, title := range titles {
		seen[title] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// stretch is characters that belong to no known word, and the pieces that stand before and after them.
type stretch struct {
	text          []rune
	before, after string
}

// unknown are the stretches of a run.
func (l lexicon) unknown(run []rune) []stretch {
	var out []stretch
	var open *stretch
	last := ""
	for _, p := range l.split(run) {
		if r := []rune(p); len(r) > 1 {
			if open != nil {
				open.after, open = p, nil
			}
			last = p
		} else if open == nil {
			out = append(out, stretch{text: r, before: last})
			open = &out[len(out)-1]
		} else {
			open.text = append(open.text, r...)
		}
	}
	return out
}

// parts goes through everything of at most longestNovel characters that stands in the stretch.
func (s stretch) parts(each func(part string, from, to int)) {
	for from := range s.text {
		for to := from + 1; to <= min(len(s.text), from+longestNovel); to++ {
			each(string(s.text[from:to]), from, to)
		}
	}
}

// mayBeTopic refuses what begins or ends as no word does, or as names of people and places do.
func (s stretch) mayBeTopic(from, to int) bool {
	first, last := s.text[from], s.text[to-1]
	return !strings.ContainsRune(particles+surnames+placeBefore, first) && !strings.ContainsRune(particles+placeEnds, last)
}

func (s stretch) neighbours(from, to int) (left, right string) {
	left, right = s.before, s.after
	if from > 0 {
		left = string(s.text[from-1])
	}
	if to < len(s.text) {
		right = string(s.text[to])
	}
	return left, right
}

func (c *company) meet(left, right string) {
	c.n++
	if strings.ContainsAny(left, placeBefore) || strings.ContainsAny(right, placeEnds) {
		c.places++
	}
	c.left[cmp.Or(left, strconv.Itoa(c.n))], c.right[cmp.Or(right, strconv.Itoa(c.n))] = true, true
}

// firm reports whether of every way to cut the word in two the rarer part stands mostly in the word.
func firm(word string, times map[string]int) bool {
	r := []rune(word)
	for cut := 1; cut < len(r); cut++ {
		if times[word]*2 <= min(times[string(r[:cut])], times[string(r[cut:])]) {
			return false
		}
	}
	return true
}

// longestPhrase is the most words of a phrase.
const longestPhrase = 3

// topicsOf are the words of a title that may be a topic, and the phrases that neighbouring ones make, each once.
func (l lexicon) topicsOf(title string) map[string]bool {
	out := map[string]bool{}
	for _, run := range runs(title) {
		pieces := l.split([]rune(run))
		for from := range pieces {
			phrase, says := "", part
			for to := from; to < min(len(pieces), from+longestPhrase) && l.words[pieces[to]] != plain; to++ {
				phrase += pieces[to]
				says = max(says, l.words[pieces[to]])
				if says == topic {
					out[phrase] = true
				}
			}
		}
	}
	return out
}
