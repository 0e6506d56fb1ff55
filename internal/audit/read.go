package audit

import (
	"slices"
	"time"

	"huying/internal/page"
	"huying/internal/storage"
)

// Look says what somebody wants to read of a stream: the events of a period, From included and Before not (a zero time does
// not narrow), a page at a time. Earlier and Later are cursors that a Part gave.
type Look struct {
	Stream         string
	From, Before   time.Time
	Earlier, Later string
	Size           int // see page.Request
}

// Part is one page of a stream, latest first. Earlier and Later lead on; "" where there is no more that way.
type Part struct {
	Events  []Event
	Earlier string
	Later   string
}

// Read gives a page of a stream: the latest events, those before the cursor Earlier, or those after the cursor Later.
func Read(tx *storage.Tx, l Look) (Part, error) {
	var earlier, later int64
	isEarlier, err := page.Decode(l.Earlier, &earlier)
	if err != nil {
		return Part{}, err
	}
	isLater, err := page.Decode(l.Later, &later)
	if err != nil {
		return Part{}, err
	}
	where, args, order := `WHERE stream = $1 AND at >= $2 AND at < $3`, []any{l.Stream, floor(l.From), ceiling(l.Before)}, ` ORDER BY seq DESC`
	switch {
	case isLater:
		where, args, order = where+` AND seq > $4`, append(args, later), ` ORDER BY seq`
	case isEarlier:
		where, args = where+` AND seq < $4`, append(args, earlier)
	}
	limit := page.Request{Size: l.Size}.Limit()
	args = append(args, limit+1)
	events, err := read(tx, where+order+` LIMIT `+storage.Placeholders(len(args), 1), args...)
	if err != nil {
		return Part{}, err
	}
	more := len(events) > limit
	events = events[:min(limit, len(events))]
	if isLater {
		slices.Reverse(events)
	}
	return part(events, more || isLater, isEarlier || isLater && more), nil
}

// part leads on from the events of a page, where there is something to lead to.
func part(events []Event, earlier, later bool) Part {
	p := Part{Events: events}
	if len(events) == 0 {
		p.Events = []Event{}
		return p
	}
	if earlier {
		p.Earlier = page.Encode(events[len(events)-1].Seq)
	}
	if later {
		p.Later = page.Encode(events[0].Seq)
	}
	return p
}

func floor(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return storage.Millis(t)
}

func ceiling(t time.Time) int64 {
	if t.IsZero() {
		return 1<<63 - 1
	}
	return storage.Millis(t)
}
