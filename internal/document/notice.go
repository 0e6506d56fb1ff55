// Package document makes the notices that a citizen or an office receives on paper: 受理通知书, 补正材料通知书,
// 催办通知书 and their kin, as A4 pages in the layout of official documents.
package document

import (
	"fmt"

	"rsc.io/qr"

	"huying/internal/calendar"
)

// Notice is what stands in a document. Empty parts are left out. Texts may hold anything that a person can type; a
// character that the font does not have is shown as 〓.
type Notice struct {
	Issuer    string        // 发文单位, over the title and in the signature
	Title     string        // 受理通知书
	Number    string        // 文号: 示范政务受〔2026〕12号
	Addressee string        // 主送: who is addressed; a colon is added
	Body      string        // paragraphs, one a line
	Fields    []Field       // the table under the body
	Closing   string        // paragraphs after the table
	Date      calendar.Date // 成文日期; 0 leaves it out
	QR        string        // what the code says, usually an address where the notice can be checked
	QRCaption string        // 扫码查询办理进度
}

// Field is a row of the table.
type Field struct{ Label, Value string }

// Notice prints n. The same notice gives the same bytes.
func (p *Printer) Notice(n Notice) ([]byte, error) {
	s := p.sheet()
	s.head(n)
	s.text(n.Body)
	s.table(n.Fields)
	s.closing(n)
	return s.finish()
}

func (s *sheet) head(n Notice) {
	s.font(bold, 18)
	if issuer := clean(n.Issuer); issuer != "" {
		s.center(issuer, 30)
	}
	s.font(bold, 22)
	if title := clean(n.Title); title != "" {
		s.center(title, 36)
	}
	s.font(regular, bodySize)
	if number := clean(n.Number); number != "" {
		s.y += 4
		s.center(number, lineHeight)
	}
	s.y += lineHeight / 2
	if to := clean(n.Addressee); to != "" {
		s.flow(s.set(to+"：", width, 0), 0, lineHeight)
	}
}

// text sets paragraphs with the first line indented by two characters.
func (s *sheet) text(text string) {
	for _, lines := range s.indented(text) {
		s.flow(lines, 2*bodySize, lineHeight)
	}
}

func (s *sheet) indented(text string) [][]line {
	s.font(regular, bodySize)
	var set [][]line
	for _, p := range paragraphs(text) {
		set = append(set, s.set(p, width, 2*bodySize))
	}
	return set
}

const (
	tableSize  = 12.0
	tableLine  = 18.0
	tableSpace = 4.0
	labelWidth = 40 * mm
)

func (s *sheet) table(fields []Field) {
	if len(fields) == 0 {
		return
	}
	s.y += tableSpace
	s.pdf.SetLineWidth(0.5)
	s.font(regular, tableSize)
	for _, f := range fields {
		s.row(s.wrapped(f.Label, labelWidth), s.wrapped(f.Value, width-labelWidth))
	}
	s.y += lineHeight / 2
}

// wrapped sets a cell: every paragraph begins a line.
func (s *sheet) wrapped(text string, width float64) []line {
	var lines []line
	for _, p := range paragraphs(text) {
		lines = append(lines, s.set(p, width-2*tableSpace, 0)...)
	}
	if len(lines) == 0 {
		lines = []line{{}}
	}
	return lines
}

// row draws a row; one that does not fit on a page goes on on the next.
func (s *sheet) row(label, value []line) {
	whole := float64(max(len(label), len(value)))*tableLine + 2*tableSpace
	if whole <= height {
		s.need(whole)
	}
	for len(label)+len(value) > 0 {
		s.need(tableLine + 2*tableSpace)
		fit := int((top + height + 0.1 - s.y - 2*tableSpace) / tableLine)
		n := min(fit, max(len(label), len(value)))
		h := float64(n)*tableLine + 2*tableSpace
		s.pdf.RectFromUpperLeft(left, s.y, labelWidth, h)
		s.pdf.RectFromUpperLeft(left+labelWidth, s.y, width-labelWidth, h)
		label = s.cell(label, n, left+tableSpace)
		value = s.cell(value, n, left+labelWidth+tableSpace)
		s.y += h
	}
}

// cell draws up to n lines of a cell and gives the rest.
func (s *sheet) cell(lines []line, n int, x float64) []line {
	n = min(n, len(lines))
	for i, l := range lines[:n] {
		s.put(l, x, s.y+tableSpace+float64(i)*tableLine, tableLine, 0)
	}
	return lines[n:]
}

const (
	codeSide    = 22 * mm
	captionSize = 9.0
	captionLine = 13.0
	signGap     = lineHeight / 2
)

// closing keeps the last paragraphs and the signature on one page, so that nobody signs an empty sheet.
func (s *sheet) closing(n Notice) {
	last := 0
	for _, lines := range s.indented(n.Closing) {
		last += len(lines)
	}
	issuer := s.set(clean(n.Issuer), width*0.6, 0)
	signed := signGap + float64(len(issuer)+1)*lineHeight
	caption := s.caption(n)
	if n.QR != "" {
		signed = max(signed, signGap+codeSide+float64(len(caption))*captionLine)
	}
	if whole := float64(last)*lineHeight + signed; whole < height {
		s.need(whole)
	}
	s.text(n.Closing)
	s.need(signed)
	s.y += signGap
	if n.QR != "" {
		s.code(n.QR, s.y)
		s.font(regular, captionSize)
		for i, l := range caption {
			s.put(l, left, s.y+codeSide+float64(i)*captionLine, captionLine, 0)
		}
	}
	s.signature(issuer, n.Date)
}

// signature sets the unit over the date at the right, where the seal goes.
func (s *sheet) signature(issuer []line, date calendar.Date) {
	s.font(regular, bodySize)
	lines := issuer
	if date != 0 {
		lines = append(lines, s.set(date.ChineseFull(), width, 0)...)
	}
	const middle = left + width*0.7
	for _, l := range lines {
		s.put(l, middle-l.width/2, s.y, lineHeight, 0)
		s.y += lineHeight
	}
}

// caption is what stands under the code, two lines at most.
func (s *sheet) caption(n Notice) []line {
	s.font(regular, captionSize)
	lines := s.set(clean(n.QRCaption), codeSide+20*mm, 0)
	return lines[:min(2, len(lines))]
}

// code draws the QR code as black bars, so that it is sharp on every printer.
func (s *sheet) code(text string, y float64) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		s.do(fmt.Errorf("QR code: %w", err))
		return
	}
	side := codeSide / float64(code.Size)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from {
				s.pdf.RectFromUpperLeftWithStyle(left+float64(from)*side, y+float64(row)*side, float64(to-from)*side, side, "F")
				from = to
			}
		}
	}
}
