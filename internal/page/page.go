// Package page is how lists are read in pieces: by the key of the last row seen, never by counting rows from the start.
package page

import (
	"encoding/base64"
	"encoding/json"

	"huying/internal/fault"
)

// DefaultSize and MaxSize bound how many rows one answer holds.
const (
	DefaultSize = 50
	MaxSize     = 200
)

// Request asks for the rows after a cursor. The zero value asks for the first page.
type Request struct {
	Size  int
	After string
}

// Limit is the number of rows to give: the size asked for, kept between 1 and MaxSize.
func (r Request) Limit() int {
	switch {
	case r.Size <= 0:
		return DefaultSize
	case r.Size > MaxSize:
		return MaxSize
	}
	return r.Size
}

// Page is one piece of a list. Next is "" on the last one.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// Of makes a page of rows that were read with LIMIT limit+1: the surplus row only tells that there is more.
// key gives the sort key of a row.
func Of[T, K any](rows []T, limit int, key func(T) K) Page[T] {
	if rows == nil {
		rows = []T{}
	}
	if len(rows) <= limit {
		return Page[T]{Items: rows}
	}
	rows = rows[:limit]
	return Page[T]{Items: rows, Next: Encode(key(rows[limit-1]))}
}

// Encode makes a cursor of a sort key. Cursors are opaque to callers.
func Encode(key any) string {
	b, err := json.Marshal(key)
	if err != nil {
		panic("page: a sort key that cannot be written: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Decode reads a cursor back into key. It reports false for the first page, and refuses a forged or damaged cursor.
func Decode(cursor string, key any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(b, key)
	}
	if err != nil {
		return false, fault.New(fault.Invalid, "page.cursor", "翻页标记无效，请从第一页重新查看。").Because(err)
	}
	return true, nil
}
