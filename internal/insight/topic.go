package insight

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

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

// Topics is what citizens are concerned about. Read and ReadBefore tell on how many orders it rests. Without an order in the
// period before there is nothing to compare with, and nothing rises.
type Topics struct {
	Rising     []Topic `json:"rising"` // words of titles whose share rose
	Categories []Topic `json:"categories"`
	Places     []Topic `json:"places"`
	Read       int64   `json:"read"`
	ReadBefore int64   `json:"readBefore"`
}

// How long each list is at most, and of how many risen words it is made.
const (
	topicsShown = 20
	wordsLooked = 200
)

// Topics finds what is most frequent and what is rising against the period of the same length before. What rises is a word
// or a phrase of titles whose share grew by more than the policy's per cent, and not by chance. Each counts once per order.
// Of very many orders only the latest are read.
func (s *Service) Topics(ctx context.Context, actor org.Actor, q Query) (Topics, error) {
	return s.topics(ctx, actor, org.StatsView, q)
}

// topics is Topics in the part of the trees where the person has the permission.
func (s *Service) topics(ctx context.Context, actor org.Actor, permission org.Permission, q Query) (out Topics, err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return out, err
	}
	settings := s.policy.Now()
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		now, err := p.contents(tx, settings)
		if err != nil {
			return err
		}
		earlier := p
		earlier.from, earlier.to = p.from-(p.to-p.from+1), p.from-1
		before, err := earlier.contents(tx, settings)
		if err != nil {
			return err
		}
		out = compare(now, before, vocabulary(now, p.dir, settings), newBar(settings))
		return nil
	})
	return out, err
}

// contents are what a period's orders say, counted.
type contents struct {
	read               int64
	titles             []string
	categories, places map[string]int64
}

// holding counts the titles that hold a word.
func (c contents) holding(word string) (n int64) {
	for _, title := range c.titles {
		n += flag(strings.Contains(title, word))
	}
	return n
}

// words counts the titles that hold each word and phrase of the lexicon.
func (c contents) words(l lexicon) map[string]int64 {
	out := map[string]int64{}
	for _, title := range c.titles {
		for word := range l.topicsOf(title) {
			out[word]++
		}
	}
	return out
}

func (p *plan) contents(tx *storage.Tx, settings *policy.Snapshot) (contents, error) {
	out := contents{categories: map[string]int64{}, places: map[string]int64{}}
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
		return err
	})
}

// vocabulary is the lexicon with the words that the place has added, without those that it has struck out, and with those
// that the period has brought.
func vocabulary(now contents, dir *org.Directory, settings *policy.Snapshot) lexicon {
	l := terms.with(strings.Fields(settings.Text(setTopicWords, "")), topic).with(strings.Fields(settings.Text(setTopicPlain, "")), plain)
	var addresses strings.Builder
	for _, r := range dir.Regions("") {
		addresses.WriteString(r.Name + "\n")
	}
	for place := range now.places {
		addresses.WriteString(place + "\n")
	}
	return l.with(l.novel(now.titles, addresses.String(), settings.Int(setTopicMin, "")), topic)
}

func count(into map[string]int64, word string) {
	if word != "" {
		into[word]++
	}
}

// bar is what a topic must reach.
type bar struct {
	least, rise int64   // orders; per cent
	spread      float64 // how many standard deviations a rise must be from chance
}

func newBar(settings *policy.Snapshot) bar {
	sure := float64(settings.Int(setTopicSure, "")) / 100
	return bar{int64(settings.Int(setTopicMin, "")), int64(settings.Int(setTopicRise, "")), math.Sqrt2 * math.Erfinv(2*sure-1)}
}

// compare lists what is frequent, and the words that rose.
func compare(now, before contents, l lexicon, least bar) Topics {
	return Topics{Read: now.read, ReadBefore: before.read, Rising: first(rising(now, before, l, least)),
		Categories: first(topics(now.categories, before.categories, now.read, before.read, least.least)),
		Places:     first(topics(now.places, before.places, now.read, before.read, least.least))}
}

// rising lists the words that rose, those first whose share grew most.
func rising(now, before contents, l lexicon, least bar) []Topic {
	if before.read == 0 {
		return []Topic{}
	}
	list := topics(now.words(l), before.words(l), now.read, before.read, least.least)
	fell := func(t Topic) bool { return !least.risen(t, now.read, before.read) }
	list = slices.DeleteFunc(list, fell)
	list = list[:min(len(list), wordsLooked)]
	for i, t := range list { // as many as the word opens
		list[i] = newTopic(t.Word, now.holding(t.Word), before.holding(t.Word), now.read, before.read)
	}
	list = distinct(slices.DeleteFunc(list, fell))
	slices.SortStableFunc(list, func(a, b Topic) int { return cmp.Compare(b.Share-b.Before, a.Share-a.Before) })
	return list
}

// distinct keeps of a phrase and a word in it the phrase where the word stands mostly in it, else the word.
func distinct(list []Topic) []Topic {
	said := func(t Topic) bool {
		return slices.ContainsFunc(list, func(o Topic) bool {
			switch {
			case o.Word == t.Word:
				return false
			case strings.Contains(o.Word, t.Word):
				return o.Count*2 > t.Count
			}
			return strings.Contains(t.Word, o.Word) && t.Count*2 <= o.Count
		})
	}
	out := []Topic{}
	for _, t := range list {
		if !said(t) {
			out = append(out, t)
		}
	}
	return out
}

// risen reports whether the share grew enough, compared exactly: count/read > before/readBefore × (100+rise)/100; and
// whether two samples of these sizes would differ so much by chance alone too seldom to be taken for it.
func (b bar) risen(t Topic, read, readBefore int64) bool {
	if t.CountBefore > 0 && t.Count*readBefore*100 <= t.CountBefore*read*(100+b.rise) {
		return false
	}
	n, m := float64(read), float64(readBefore)
	both := float64(t.Count+t.CountBefore) / (n + m)
	return float64(t.Count)/n-float64(t.CountBefore)/m > b.spread*math.Sqrt(both*(1-both)*(1/n+1/m))
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
