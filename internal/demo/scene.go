package demo

import (
	"fmt"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
)

// scene is where something happens: a village with a road and an estate of its township.
type scene struct {
	township     place
	spot         village
	road, estate string
	door         int // number of the house before which it is
}

func (p *play) newScene() scene {
	where := pick(p, p.city.places)
	n := p.rng.IntN(len(where.villages))
	return scene{township: where, spot: where.villages[n], road: pick(p, where.roads), estate: where.estates[n%len(where.estates)], door: p.between(1, 180)}
}

// vocabulary fills the blanks of a matter's texts, as they are said at this hour.
func (p *play) vocabulary(s scene, kind string) *strings.Replacer {
	return strings.NewReplacer("{地}", s.spot.name, "{镇}", s.township.name, "{路}", s.road, "{小区}", s.estate, "{时}", p.lately(kind), "{天}", pick(p, spans), "{久}", pick(p, months))
}

// lately says when something happened: just now if it is urgent, else earlier today or in the last days.
func (p *play) lately(kind string) string {
	if kind == "emergency" {
		return pick(p, justNow)
	}
	words, into := times, p.now().Sub(calendar.DateOf(p.now()).Start())
	for _, part := range []struct {
		over time.Duration
		word string
	}{{9 * time.Hour, "今天早上"}, {13 * time.Hour, "今天中午"}, {18 * time.Hour, "今天下午"}} {
		if into >= part.over {
			words = append(words[:len(words):len(words)], part.word)
		}
	}
	return pick(p, words)
}

// place is where that of which a text speaks is: an address that names the road and the estate that the text names.
func (s scene) place(text string) string {
	estate, road := strings.Contains(text, "{小区}"), strings.Contains(text, "{路}")
	switch {
	case estate && road:
		return s.spot.name + s.road + s.estate
	case estate:
		return s.spot.name + s.estate
	}
	return fmt.Sprintf("%s%s%d号附近", s.spot.name, s.road, s.door)
}

// appeal is what a citizen says of the matter.
func (l *life) appeal(where scene) hotline.Appeal {
	l.words = l.vocabulary(where, l.kind)
	said := pick(l.play, l.m.said)
	return hotline.Appeal{Kind: l.kind, Title: l.words.Replace(l.m.title), Body: l.words.Replace(said), Region: where.spot.id, Place: where.place(l.m.title + said), Category: l.m.category, Caller: l.caller()}
}
