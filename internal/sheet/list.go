package sheet

import (
	"huying/internal/fault"
	"huying/internal/page"
)

// List is a long table: it is read and written page by page.
type List[T any] struct {
	Name     string // of the table
	Head     []any
	Page     func(page.Request) (page.Page[T], error)
	Row      func(T) []any
	Most     int            // how many rows may leave at once
	Progress func(rows int) // hears how many are written
}

// Fill writes the list into a book and tells how many rows it has. One that is longer than allowed is refused: a part of
// it would be taken for the whole.
func (l List[T]) Fill(b *Book) (rows int, err error) {
	if err := b.Sheet(l.Name, l.Head...); err != nil {
		return 0, err
	}
	for req := (page.Request{Size: page.MaxSize}); ; {
		got, err := l.Page(req)
		if err != nil {
			return rows, err
		}
		if rows+len(got.Items) > l.Most {
			return rows, fault.Newf(fault.TooLarge, "sheet.rows", "清单超过%d行，请缩小范围后再导出。", l.Most)
		}
		for _, item := range got.Items {
			if err := b.Row(l.Row(item)...); err != nil {
				return rows, err
			}
		}
		rows += len(got.Items)
		l.Progress(rows)
		if req.After = got.Next; got.Next == "" {
			return rows, nil
		}
	}
}
