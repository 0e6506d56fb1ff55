package sheet

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"huying/internal/fault"
	"huying/internal/page"
)

// numbers is a list of n numbers, read a few at a time.
func numbers(n, most int, progress func(int)) List[int] {
	return List[int]{Name: "数", Head: []any{"数"}, Most: most, Progress: progress, Row: func(i int) []any { return []any{i} },
		Page: func(req page.Request) (page.Page[int], error) {
			begin, _ := strconv.Atoi(req.After)
			p := page.Page[int]{}
			for i := begin; i < min(n, begin+4); i++ {
				p.Items = append(p.Items, i)
			}
			if begin+4 < n {
				p.Next = strconv.Itoa(begin + 4)
			}
			return p, nil
		}}
}

func TestAListIsWrittenPageByPage(t *testing.T) {
	var heard []int
	var n int
	rows := read(t, XLSX, "数", func(b *Book) (err error) {
		n, err = numbers(10, 10, func(rows int) { heard = append(heard, rows) }).Fill(b)
		return err
	})
	if n != 10 || len(rows) != 11 || rows[10][0] != "9" || !slices.Equal(heard, []int{4, 8, 10}) {
		t.Errorf("%d rows, %q, progress %v", n, rows, heard)
	}
}

// A list that is longer than policy allows is refused, not cut: a part of it would be taken for the whole.
func TestSTA12ATooLongListIsRefused(t *testing.T) {
	err := Write(&bytes.Buffer{}, CSV, func(b *Book) error {
		_, err := numbers(10, 9, func(int) {}).Fill(b)
		return err
	})
	if fault.Code(err) != "sheet.rows" {
		t.Error(err)
	}
}
