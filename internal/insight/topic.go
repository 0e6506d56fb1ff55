package insight

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Topic is a word, a category or a place that many orders of the period share. Share and Before are per cent of the orders
// read in this period and in the one before it, with two decimals: so periods of different size compare (HOT-93, STA-14).
type Topic struct {
	Word        string  `json:"word"`
	Count       int64   `json:"count"`
	CountBefore int64   `json:"countBefore"`
	Share       float64 `json:"share"`
	Before      float64 `json:"before"`
}

// Topics is what citizens are concerned about. Read and ReadBefore tell on how many orders it rests.
type Topics struct {
	Rising     []Topic `json:"rising"` // words of titles whose share rose
	Categories []Topic `json:"categories"`
	Places     []Topic `json:"places"`
	Read       int64   `json:"read"`
	ReadBefore int64   `json:"readBefore"`
}

// How long each list is at most, and of how many risen pairs words are made.
const (
	topicsShown = 20
	pairsJoined = 200
)

// Topics finds what is most frequent and what is rising against the period of the same length before. What rises is two
// neighbouring Chinese characters of a title whose share grew by more than the policy's per cent; pairs that overlap and
// always stand together are shown as one word. Each counts once per order. Of very many orders only the latest are read.
func (s *Service) Topics(ctx context.Context, actor org.Actor, q Query) (out Topics, err error) {
	p, err := s.plan(ctx, actor, org.StatsView, q)
	if err != nil {
		return out, err
	}
	settings := s.policy.Now()
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		now, err := p.words(tx, settings)
		if err != nil {
			return err
		}
		earlier := p
		earlier.from, earlier.to = p.from-(p.to-p.from+1), p.from-1
		before, err := earlier.words(tx, settings)
		if err != nil {
			return err
		}
		out = compare(now, before, int64(settings.Int(setTopicMin, "")), int64(settings.Int(setTopicRise, "")))
		return nil
	})
	return out, err
}

// words are the contents of a period's orders, counted.
type words struct {
	read                      int64
	titles                    []string
	grams, categories, places map[string]int64
}

// holding counts the titles that hold a word.
func (w words) holding(word string) (n int64) {
	for _, title := range w.titles {
		n += flag(strings.Contains(title, word))
	}
	return n
}

func (p *plan) words(tx *storage.Tx, settings *policy.Snapshot) (words, error) {
	out := words{grams: map[string]int64{}, categories: map[string]int64{}, places: map[string]int64{}}
	plain := blanked(settings.Text(setTopicPlain, ""))
	w := p.orders(tx, "day")
	limit := w.bind(settings.Int(setTopicSample, ""))
	return out, tx.All(`SELECT c.title, i.category, COALESCE(o.place, '') FROM (SELECT id, category FROM insight_order WHERE `+w.String()+` ORDER BY day DESC, id DESC LIMIT `+limit+`) i
		JOIN cases c ON c.id = i.id LEFT JOIN orders o ON o.id = i.id`, w.args, func(scan func(...any) error) error {
		var title, category, place string
		err := scan(&title, &category, &place)
		out.read++
		out.titles = append(out.titles, title)
		count(out.categories, category)
		count(out.places, strings.TrimSpace(place))
		for g := range grams(plain.Replace(title)) {
			out.grams[g]++
		}
		return err
	})
}

// blanked makes blanks of words that say nothing about the matter.
func blanked(words string) *strings.Replacer {
	var pairs []string
	for _, w := range strings.Fields(words) {
		pairs = append(pairs, w, " ")
	}
	return strings.NewReplacer(pairs...)
}

func count(into map[string]int64, word string) {
	if word != "" {
		into[word]++
	}
}

// grams are the pairs of neighbouring Chinese characters of a text, each once.
func grams(text string) map[string]bool {
	out := map[string]bool{}
	var before rune
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			before = 0
			continue
		}
		if before != 0 {
			out[string([]rune{before, r})] = true
		}
		before = r
	}
	return out
}

// compare lists what is frequent, and the words that rose by more than rise per cent.
func compare(now, before words, least, rise int64) Topics {
	rising := topics(now.grams, before.grams, now.read, before.read, least)
	rising = slices.DeleteFunc(rising, func(t Topic) bool { return !risen(t, now.read, before.read, rise) })
	slices.SortStableFunc(rising, func(a, b Topic) int { return sign((b.Share - b.Before) - (a.Share - a.Before)) })
	rising = first(joined(rising[:min(len(rising), pairsJoined)], now, before))
	for i, t := range rising { // as many as the word opens
		rising[i] = newTopic(t.Word, now.holding(t.Word), before.holding(t.Word), now.read, before.read)
	}
	return Topics{Rising: rising, Read: now.read, ReadBefore: before.read,
		Categories: first(topics(now.categories, before.categories, now.read, before.read, least)),
		Places:     first(topics(now.places, before.places, now.read, before.read, least))}
}

// joined makes one word of those that overlap and always stand together.
func joined(list []Topic, now, before words) []Topic {
	for i := 0; i < len(list); i++ {
		for j := 0; j < len(list); j++ {
			a, b := list[i], list[j]
			word, ok := overlap(a.Word, b.Word)
			if i == j || !ok || a.Count != b.Count || a.CountBefore != b.CountBefore || now.holding(word) != a.Count || before.holding(word) != a.CountBefore {
				continue
			}
			list[i].Word = word
			list = slices.Delete(list, j, j+1)
			i, j = min(i, j), -1 // from the earlier of the two places, again
		}
	}
	return list
}

// overlap puts two words together when one ends with the character that the other begins with.
func overlap(a, b string) (string, bool) {
	x, y := []rune(a), []rune(b)
	if x[len(x)-1] != y[0] {
		return "", false
	}
	return a + string(y[1:]), true
}

// risen compares the shares exactly: count/read > before/readBefore × (100+rise)/100. What was not there before has risen.
func risen(t Topic, read, readBefore, rise int64) bool {
	return t.CountBefore == 0 || t.Count*readBefore*100 > t.CountBefore*read*(100+rise)
}

// topics lists the words with at least so many orders, the most frequent first.
func topics(now, before map[string]int64, read, readBefore, least int64) []Topic {
	out := []Topic{}
	for word, n := range now {
		if n < least {
			continue
		}
		out = append(out, newTopic(word, n, before[word], read, readBefore))
	}
	slices.SortFunc(out, func(a, b Topic) int {
		if a.Count != b.Count {
			return int(b.Count - a.Count)
		}
		return strings.Compare(a.Word, b.Word)
	})
	return out
}

func newTopic(word string, n, was, read, readBefore int64) Topic {
	share, _ := Percent(n, read)
	before, _ := Percent(was, readBefore)
	return Topic{Word: word, Count: n, CountBefore: was, Share: float64(share) / 100, Before: float64(before) / 100}
}

func first(list []Topic) []Topic { return list[:min(len(list), topicsShown)] }

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// What a topic is.
const (
	TopicWord     = "word"
	TopicCategory = "category"
	TopicPlace    = "place"
)

// narrowTopic adds the condition that an order shares a topic. It holds for all orders of the period, also for those beyond
// the number that Topics reads.
func narrowTopic(w *where, of Opened) {
	switch of.Topic {
	case TopicCategory:
		w.add("category = " + w.bind(of.Word))
	case TopicPlace:
		w.add("EXISTS (SELECT 1 FROM orders o WHERE o.id = insight_order.id AND TRIM(o.place) = " + w.bind(strings.TrimSpace(of.Word)) + ")")
	default:
		pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(of.Word) + "%"
		w.add("EXISTS (SELECT 1 FROM cases c WHERE c.id = insight_order.id AND c.title LIKE " + w.bind(pattern) + ` ESCAPE '\')`)
	}
}
