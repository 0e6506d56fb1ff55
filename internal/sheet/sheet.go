// Package sheet writes the tables that leave the house, as Excel workbooks or as plain text (CSV), and reads those that come
// in. It is the only way out for a list, so that every export keeps the same rules: no cell runs as a formula, telephone and
// identity numbers that somebody wrote into a text are masked, times are those of China, and a limit is shown by its last
// day. (AUD-07)
package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Format is how a table is written.
type Format string

// The formats. The zero Format is XLSX.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// Type is the media type of the format.
func (f Format) Type() string {
	if f == CSV {
		return "text/csv; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// Extension is how the name of such a file ends, with the dot.
func (f Format) Extension() string {
	if f == CSV {
		return ".csv"
	}
	return ".xlsx"
}

// Book is what is being written: tables, one after another. In a workbook each is a sheet; in plain text an empty line
// parts them.
type Book struct {
	out out
}

// out is one format.
type out interface {
	sheet(name string) error
	row(cells []any) error
	end(to io.Writer) error
	close() error
}

// Write writes what fill makes. When fill fails nothing is left open, and what to received is no file.
func Write(to io.Writer, f Format, fill func(*Book) error) (err error) {
	b := &Book{out: &workbook{file: excelize.NewFile()}}
	if f == CSV {
		buffered := bufio.NewWriter(to)
		b.out = &plain{to: buffered, lines: csv.NewWriter(buffered)}
	}
	defer func() { err = errors.Join(err, b.out.close()) }()
	if err := fill(b); err != nil {
		return err
	}
	return b.out.end(to)
}

// Sheet begins a table. Its name is at most 31 characters long and new in this book.
func (b *Book) Sheet(name string, head ...any) error {
	if err := b.out.sheet(name); err != nil {
		return fmt.Errorf("sheet: %s: %w", name, err)
	}
	return b.Row(head...)
}

// Row writes one line of the table that was begun last. A cell is a string (names and words of our own), a Text, a number,
// a time.Time, a Limit, a calendar.Date, a bool (是 or empty), a *float64, or nil (empty).
func (b *Book) Row(cells ...any) error {
	line := make([]any, len(cells))
	for i, c := range cells {
		line[i] = written(c)
	}
	return b.out.row(line)
}

type workbook struct {
	file  *excelize.File
	lines *excelize.StreamWriter
	n     int
}

func (w *workbook) sheet(name string) error {
	if err := w.flush(); err != nil {
		return err
	}
	if _, err := w.file.NewSheet(name); err != nil {
		return err
	}
	lines, err := w.file.NewStreamWriter(name)
	w.lines, w.n = lines, 0
	return err
}

func (w *workbook) row(cells []any) error {
	w.n++
	at, err := excelize.CoordinatesToCellName(1, w.n)
	if err != nil {
		return err
	}
	return w.lines.SetRow(at, cells)
}

func (w *workbook) flush() error {
	if w.lines == nil {
		return nil
	}
	return w.lines.Flush()
}

func (w *workbook) end(to io.Writer) error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.file.DeleteSheet("Sheet1"); err != nil { // the one that every new workbook has
		return err
	}
	_, err := w.file.WriteTo(to)
	return err
}

func (w *workbook) close() error { return w.file.Close() }

// plain is text that Excel, too, takes for UTF-8.
type plain struct {
	to    *bufio.Writer
	lines *csv.Writer
	begun bool
}

func (p *plain) sheet(string) error {
	before := "\ufeff"
	if p.begun {
		p.lines.Flush()
		before = "\r\n"
	}
	p.begun, p.lines.UseCRLF = true, true
	_, err := p.to.WriteString(before)
	return err
}

func (p *plain) row(cells []any) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = fmt.Sprint(c)
	}
	return p.lines.Write(line)
}

func (p *plain) end(io.Writer) error {
	p.lines.Flush()
	return errors.Join(p.lines.Error(), p.to.Flush())
}

func (p *plain) close() error { return nil }
