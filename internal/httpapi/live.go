package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/org"
)

// Hub tells open pages what changed. A page hears the topic and the id and reads the thing again, under its own rights;
// nothing else is sent, and only to those who may see the thing. It holds for one process: pages on another node see a
// change when they look next.
type Hub struct {
	mu     sync.Mutex
	pages  map[*listener]struct{}
	closed bool
}

type listener struct {
	person string
	news   chan news
}

// news is for one person, or for everybody who holds a permission over one of the places that a thing belongs to.
type news struct {
	topic, id string
	person    string
	by        org.Permission
	places    []org.Place
}

// concerns tells whether somebody may hear it.
func (n news) concerns(who org.Actor) bool {
	if n.person != "" {
		return who.Is(n.person)
	}
	return slices.ContainsFunc(n.places, func(p org.Place) bool { return who.May(n.by, p.Dept, p.Region) })
}

// backlog is how much a slow page may fall behind before its connection is ended; it then connects and reads anew.
const backlog = 256

// atOnce is how many connections one person may hold; one more ends another of his.
const atOnce = 20

// NewHub makes a hub without listeners.
func NewHub() *Hub { return &Hub{pages: map[*listener]struct{}{}} }

// Changed tells the pages of those who hold the permission over one of these places. It never waits.
func (h *Hub) Changed(topic, id string, by org.Permission, places []org.Place) {
	h.send(news{topic: topic, id: id, by: by, places: places})
}

// Tell tells the pages of one person, and of his deputies.
func (h *Hub) Tell(person, topic, id string) { h.send(news{topic: topic, id: id, person: person}) }

// send hands the news to every page; each looks itself whether it still may hear them.
func (h *Hub) send(n news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.pages {
		select {
		case l.news <- n:
		default:
			h.drop(l)
		}
	}
}

// Close ends all connections and accepts no new ones.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.pages {
		h.drop(l)
	}
}

func (h *Hub) drop(l *listener) {
	if _, on := h.pages[l]; on {
		delete(h.pages, l)
		close(l.news)
	}
}

func (h *Hub) join(person string) *listener {
	l := &listener{person: person, news: make(chan news, backlog)}
	h.mu.Lock()
	defer h.mu.Unlock()
	held := 0
	for other := range h.pages {
		if other.person != person {
			continue
		}
		if held++; held >= atOnce {
			h.drop(other)
		}
	}
	h.pages[l] = struct{}{}
	if h.closed {
		h.drop(l)
	}
	return l
}

func (h *Hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(l)
}

// heartbeat is how often a quiet connection is written to, so that proxies do not end it, and the session looked at again.
const heartbeat = 20 * time.Second

// live writes events until the page goes away, the session ends or the server stops. Who listens is asked again for every
// piece of news: a right that was withdrawn, and a session that ended, hear no more.
func (a *api) live(c huma.Context, who org.Actor) {
	r, w := humago.Unwrap(c)
	ctx, out := r.Context(), http.NewResponseController(w)
	c.SetHeader("Content-Type", "text/event-stream")
	c.SetHeader("X-Accel-Buffering", "no")
	c.SetStatus(http.StatusOK)
	l := a.Hub.join(who.ID)
	defer a.Hub.leave(l)
	beat := time.NewTicker(a.heartbeat)
	defer beat.Stop()
	if _, err := fmt.Fprint(w, ": open\n\n"); err != nil || out.Flush() != nil {
		return
	}
	for {
		var text string
		select {
		case <-ctx.Done():
			return
		case n, on := <-l.news:
			if !on {
				return
			}
			if who, err := a.identify(ctx, originOf(ctx).token, false); err != nil {
				return
			} else if !n.concerns(who) {
				continue
			}
			text = n.event()
		case <-beat.C:
			if _, err := a.identify(ctx, originOf(ctx).token, false); err != nil {
				return
			}
			text = ": still here\n\n"
		}
		if _, err := fmt.Fprint(w, text); err != nil || out.Flush() != nil {
			return
		}
	}
}

func (n news) event() string {
	data, err := json.Marshal(map[string]string{"id": n.id})
	if err != nil {
		panic("httpapi: a string that is not JSON: " + err.Error())
	}
	return "event: " + n.topic + "\ndata: " + string(data) + "\n\n"
}
