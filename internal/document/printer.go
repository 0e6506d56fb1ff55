package document

import (
	"fmt"
	"io/fs"
	"reflect"
	"sync"
	"unsafe"

	"github.com/signintech/gopdf"
)

// Files in the pages' build that hold the two weights of Noto Sans SC.
const (
	regularFile = "fonts/NotoSansSC-Regular.ttf"
	boldFile    = "fonts/NotoSansSC-Bold.ttf"
	regular     = "NotoSansSC-Regular"
	bold        = "NotoSansSC-Bold"
)

// missing stands for a character that the font does not have, as in Chinese typesetting.
const missing = '〓'

// Printer makes PDF documents. The fonts, tens of megabytes, are looked into when the first is printed, and where they lie in
// the program itself they are not copied. It is safe for concurrent use.
type Printer struct {
	fonts func() (*gopdf.FontContainer, error)
}

// New makes a printer with the fonts of the pages' build. It fails when they are not there.
func New(files fs.FS) (*Printer, error) {
	for _, name := range []string{regularFile, boldFile} {
		if _, err := fs.Stat(files, name); err != nil {
			return nil, fmt.Errorf("document: %w", err)
		}
	}
	return &Printer{sync.OnceValues(func() (*gopdf.FontContainer, error) { return readFonts(files) })}, nil
}

func readFonts(files fs.FS) (*gopdf.FontContainer, error) {
	fonts := &gopdf.FontContainer{}
	for _, f := range []struct{ family, name string }{{regular, regularFile}, {bold, boldFile}} {
		data, err := content(files, f.name)
		if err != nil {
			return nil, fmt.Errorf("document: %w", err)
		}
		if err := fonts.AddTTFFontData(f.family, data); err != nil {
			return nil, fmt.Errorf("document: %s: %w", f.name, err)
		}
	}
	return fonts, nil
}

// content is a whole file, which may only be read. fs.ReadFile would copy it: of one that is embedded in the program only
// the pages that are looked at take memory.
func content(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if held := reflect.Indirect(reflect.ValueOf(f)); held.Kind() == reflect.Struct && held.Type().String() == "embed.openFile" {
		// Where another release of Go holds it otherwise, it is copied.
		if file := reflect.Indirect(held.FieldByName("f")); file.Kind() == reflect.Struct {
			if data := file.FieldByName("data"); data.Kind() == reflect.String {
				return unsafe.Slice(unsafe.StringData(data.String()), data.Len()), nil
			}
		}
	}
	return fs.ReadFile(files, name)
}

// The page, in points: A4, with the lines of official documents (GB/T 9704: 156 mm for 28 characters, 22 lines in 225 mm).
// A notice has no red letterhead, so its type area begins higher and holds more lines.
const (
	mm         = 72 / 25.4
	left       = 28 * mm
	top        = 28 * mm
	width      = 156 * mm
	height     = 240 * mm
	bodySize   = width / 28
	lineHeight = 225 * mm / 22
)

// sheet is a document in the making. The first error stops all drawing and is given at the end.
type sheet struct {
	pdf    *gopdf.GoPdf
	y      float64 // where the next line begins
	size   float64
	family string
	known  map[string]map[rune]rune    // by family: the character itself, or the one that stands for it
	widths map[string]map[rune]float64 // by family: of an em
	err    error
}

func (p *Printer) sheet() *sheet {
	s := &sheet{pdf: &gopdf.GoPdf{}, known: map[string]map[rune]rune{}, widths: map[string]map[rune]float64{}}
	s.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	fonts, err := p.fonts()
	if err != nil {
		s.err = err
		return s
	}
	for _, family := range []string{regular, bold} {
		s.do(s.pdf.AddTTFFontFromFontContainer(family, fonts))
		s.known[family], s.widths[family] = map[rune]rune{}, map[rune]float64{}
	}
	s.newPage()
	s.font(regular, bodySize)
	return s
}

func (s *sheet) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.y = top
}

// need starts a new page when less than h is left on this one.
func (s *sheet) need(h float64) {
	if s.y+h > top+height+0.1 && s.y > top {
		s.newPage()
	}
}

func (s *sheet) font(family string, size float64) {
	s.family, s.size = family, size
	s.do(s.pdf.SetFont(family, "", size))
}

// printable puts the placeholder for what the font does not have.
func (s *sheet) printable(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		shown, asked := s.known[s.family][r]
		if !asked {
			shown = missing
			if has, err := s.pdf.IsCurrFontContainGlyph(r); has && err == nil {
				shown = r
			}
			s.known[s.family][r] = shown
		}
		runes[i] = shown
	}
	return string(runes)
}

// widthOf is the width of a printable character in the current font.
func (s *sheet) widthOf(r rune) float64 {
	em, asked := s.widths[s.family][r]
	if !asked && s.err == nil {
		w, err := s.pdf.MeasureTextWidth(string(r))
		s.do(err)
		em = w / s.size
		s.widths[s.family][r] = em
	}
	return em * s.size
}

// set breaks text into lines of the current font.
func (s *sheet) set(text string, width, indent float64) []line {
	return breakLines(s.printable(text), width, indent, s.widthOf)
}

// put draws a line with its left end at x, in the middle of a line of height h at y. spread is added between characters.
func (s *sheet) put(l line, x, y, h, spread float64) {
	if s.err != nil || l.text == "" {
		return
	}
	s.do(s.pdf.SetCharSpacing(spread))
	s.pdf.SetXY(x, y+(h-s.size)/2)
	s.do(s.pdf.Cell(nil, l.text))
	s.do(s.pdf.SetCharSpacing(0))
}

// flow draws lines of a paragraph one under the other, over pages, and spreads the full ones to the width.
func (s *sheet) flow(lines []line, indent, h float64) {
	for i, l := range lines {
		x := left
		if i == 0 {
			x += indent
		}
		s.need(h)
		s.put(l, x, s.y, h, s.spread(l, left+width-x))
		s.y += h
	}
}

// spread is how much more room each character of a full line gets. A line that is far too short stays so.
func (s *sheet) spread(l line, width float64) float64 {
	gaps := len([]rune(l.text)) - 1
	if !l.full || gaps < 1 {
		return 0
	}
	if each := (width - l.width) / float64(gaps); each < s.size/8 {
		return max(0, each)
	}
	return 0
}

// center draws a text in the middle, over several lines if it must.
func (s *sheet) center(text string, h float64) {
	for _, l := range s.set(text, width, 0) {
		s.need(h)
		s.put(l, left+(width-l.width)/2, s.y, h, 0)
		s.y += h
	}
}

// finish writes the number on every page and gives the document.
func (s *sheet) finish() ([]byte, error) {
	pages := s.pdf.GetNumberOfPages()
	s.font(regular, 10.5)
	for n := 1; n <= pages; n++ {
		s.do(s.pdf.SetPage(n))
		foot := s.set(fmt.Sprintf("第 %d 页  共 %d 页", n, pages), width, 0)[0]
		s.put(foot, left+(width-foot.width)/2, top+height+7*mm, lineHeight, 0)
	}
	if s.err != nil {
		return nil, fmt.Errorf("document: %w", s.err)
	}
	out, err := s.pdf.GetBytesPdfReturnErr()
	if err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	return out, nil
}
