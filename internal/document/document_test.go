package document

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huying/internal/calendar"
	"huying/web"
)

var loadPrinter = sync.OnceValues(func() (*Printer, error) { return New(web.Files()) })

// printer is skipped where the pages were never built, but not where everything must run.
func printer(t testing.TB) *Printer {
	t.Helper()
	if _, err := fs.Stat(web.Files(), regularFile); err != nil && os.Getenv("CI") != "true" {
		t.Skip("the font is not there: the pages are not built")
	}
	p, err := loadPrinter()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func sample() Notice {
	return Notice{
		Issuer:    "示范市政务服务中心",
		Title:     "受理通知书",
		Number:    "示政服受〔2026〕12号",
		Addressee: "张某某",
		Body: "您于2026年3月2日向本中心提出的“个体工商户设立登记”申请，经审查，材料齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条的规定，决定予以受理。\n" +
			"本事项的办理期限为5个工作日（自受理之日的次日起计算，法定节假日不计入）。办理期间如需补充情况，工作人员将与您联系；您也可以通过网上办事大厅、12345热线查询进度。联系邮箱：service-hall@example.invalid。",
		Fields: []Field{
			{"办件编号", "510100202603020001"}, {"事项名称", "个体工商户设立登记"}, {"承诺办结日期", "2026年3月9日"},
			{"已收材料", "一、身份证明（原件核验）\n二、经营场所证明\n三、登记申请书"}, {"咨询电话", "12345"}, {"监督电话", "0000-0000000"},
		},
		Closing:   "特此通知。",
		Date:      calendar.Of(2026, 3, 2),
		QR:        "https://example.invalid/n/510100202603020001",
		QRCaption: "扫码查询办理进度",
	}
}

// text runs pdftotext over the document.
func text(t testing.TB, pdf []byte) string {
	t.Helper()
	return string(tool(t, pdf, "pdftotext", "-layout", "-", "-"))
}

func tool(t testing.TB, input []byte, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(name + " is missing")
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = bytes.NewReader(input)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil || problems.Len() > 0 {
		t.Fatalf("%s: %v\n%s", name, err, problems.String())
	}
	return out
}

// squeezed drops white space, which is all that the layout may add.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestNoticeHoldsItsText(t *testing.T) {
	n := sample()
	pdf, err := printer(t).Notice(n)
	if err != nil {
		t.Fatal(err)
	}
	if show := os.Getenv("SHOW"); show != "" { // a place for the eye to look
		if err := os.WriteFile(show, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := squeezed(text(t, pdf))
	want := []string{n.Issuer, n.Title, n.Number, n.Addressee + "：", n.Closing, "2026年3月2日", n.QRCaption, "第1页共1页"}
	for _, f := range n.Fields {
		want = append(want, f.Label)
		want = append(want, strings.Split(f.Value, "\n")...)
	}
	for _, p := range strings.Split(n.Body, "\n") {
		want = append(want, p)
	}
	for _, w := range want {
		if !strings.Contains(got, squeezed(w)) {
			t.Errorf("%q is not in the document:\n%s", w, got)
		}
	}
}

func TestSameNoticeGivesTheSameBytes(t *testing.T) {
	p := printer(t)
	var all sync.WaitGroup
	out := make([][]byte, 4)
	for i := range out {
		all.Go(func() {
			pdf, err := p.Notice(sample())
			if err != nil {
				t.Error(err)
			}
			out[i] = pdf
		})
	}
	all.Wait()
	for _, pdf := range out {
		if !bytes.Equal(pdf, out[0]) {
			t.Fatal("two prints differ")
		}
	}
}

func TestCodeIsReadable(t *testing.T) {
	if _, err := exec.LookPath("zbarimg"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("zbarimg is missing")
	}
	pdf, err := printer(t).Notice(sample())
	if err != nil {
		t.Fatal(err)
	}
	picture := filepath.Join(t.TempDir(), "page")
	tool(t, pdf, "pdftoppm", "-png", "-r", "150", "-singlefile", "-", picture)
	out, err := exec.Command("zbarimg", "--raw", "-q", picture+".png").Output()
	if err != nil || strings.TrimSpace(string(out)) != sample().QR {
		t.Errorf("the code says %q: %v", out, err)
	}
}

func TestRareCharactersAreSeenToBeMissing(t *testing.T) {
	n := sample()
	n.Addressee = "欧阳\U0002A6D6😀"
	pdf, err := printer(t).Notice(n)
	if err != nil {
		t.Fatal(err)
	}
	if got := squeezed(text(t, pdf)); !strings.Contains(got, "欧阳〓〓：") {
		t.Errorf("no placeholder:\n%s", got)
	}
}

func TestLongNoticeFlowsOverPages(t *testing.T) {
	n := sample()
	n.Body = strings.Repeat("办理过程中需要听证、检验、检测、鉴定的，所需时间不计入办理期限。", 60)
	n.Fields = append(n.Fields, Field{"处理经过", strings.Repeat("承办单位到现场核实，情况属实，已经责成整改。", 120)})
	pdf, err := printer(t).Notice(n)
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, pdf)
	pages := strings.Split(strings.TrimSuffix(got, "\f"), "\f")
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	if strings.Count(got, "听证") != 60 || strings.Count(squeezed(strings.ReplaceAll(got, "处理经过", "")), "整") < 120 {
		t.Error("text was lost between pages")
	}
	last := squeezed(pages[len(pages)-1])
	if !strings.Contains(last, n.Issuer) || !strings.Contains(last, "2026年3月2日") {
		t.Errorf("the signature was torn apart: %s", last)
	}
}

func TestNoLineBeginsOrEndsWithTheWrongMark(t *testing.T) {
	one := func(r rune) float64 {
		if r < 0x80 {
			return 5
		}
		return 10
	}
	rapid.Check(t, func(t *rapid.T) {
		chars := rapid.SliceOf(rapid.SampledFrom([]rune("政务服务热线，。、《》（）“”：；a1 -"))).Draw(t, "text")
		width := float64(rapid.IntRange(60, 300).Draw(t, "width"))
		indent := float64(rapid.SampledFrom([]int{0, 20}).Draw(t, "indent"))
		text := clean(string(chars))
		lines := breakLines(text, width, indent, one)
		var back strings.Builder
		for i, l := range lines {
			room := width
			if i == 0 {
				room -= indent
			}
			if l.width > room {
				t.Fatalf("line %d of %q is too wide: %v > %v", i, text, l.width, room)
			}
			back.WriteString(l.text)
			if i > 0 && startsBadly(l.text) && hasGoodBreak(lines[i-1].text+firstRune(l.text)) {
				t.Fatalf("line %q after %q", l.text, lines[i-1].text)
			}
		}
		if squeezed(back.String()) != squeezed(text) {
			t.Fatalf("%q became %q", text, back.String())
		}
	})
}

func startsBadly(s string) bool { return s != "" && strings.Contains(notFirst, firstRune(s)) }

// hasGoodBreak tells whether s could have been broken somewhere inside.
func hasGoodBreak(s string) bool {
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		a, b := string(runes[i-1]), string(runes[i])
		if runes[i-1] > 0x2E80 && runes[i] > 0x2E80 && !strings.Contains(notLast, a) && !strings.Contains(notFirst, b) {
			return true
		}
	}
	return false
}

func TestPunctuationStaysWithItsWord(t *testing.T) {
	ten := func(rune) float64 { return 10 }
	for _, c := range []struct {
		text string
		want []string
	}{
		{"政务服务，热线", []string{"政务服", "务，热线"}}, // the comma takes a character down with it
		{"政务服《热线》", []string{"政务服", "《热线》"}},
		{"政务服（热）线", []string{"政务服", "（热）线"}},
		{"政务服务热线", []string{"政务服务", "热线"}},
		{"，，，，，，", []string{"，，，，", "，，"}}, // no good place at all
	} {
		var got []string
		for _, l := range breakLines(c.text, 40, 0, ten) {
			got = append(got, l.text)
		}
		if strings.Join(got, "/") != strings.Join(c.want, "/") {
			t.Errorf("%s: %v, not %v", c.text, got, c.want)
		}
	}
}

func TestTooLongACodeIsAnError(t *testing.T) {
	n := sample()
	n.QR = strings.Repeat("x", 5000)
	if _, err := printer(t).Notice(n); err == nil {
		t.Error("no error")
	}
}

func FuzzNotice(f *testing.F) {
	f.Add("张三", "正文\n第二段", "标签", "值", "https://example.invalid")
	f.Add("𠮷\x00\xff", "\u202e‮‍️", "", strings.Repeat("长", 3000), "")
	f.Add(strings.Repeat("W", 300), strings.Repeat("（", 500), "\n\n", "\t", "二维码")
	f.Add("\uffff\ufffe", "\U0010ffff", "e\u0301", "👨‍👩‍👧", "\x00")
	p := printer(f)
	f.Fuzz(func(t *testing.T, name, body, label, value, code string) {
		if len(name)+len(body)+len(label)+len(value) > 20_000 {
			t.Skip()
		}
		pdf, err := p.Notice(Notice{Issuer: name, Title: label, Number: value, Addressee: name, Body: body,
			Fields: []Field{{label, value}, {value, body}}, Closing: value, QR: code, QRCaption: body})
		if err != nil && len(code) < 500 && utf8.ValidString(code) {
			t.Errorf("refused: %v", err)
		}
		if err == nil && !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Error("not a PDF")
		}
	})
}

// A notice of one page takes less than 100 ms.
func BenchmarkNotice(b *testing.B) {
	p := printer(b)
	for b.Loop() {
		pdf, err := p.Notice(sample())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(pdf))/1024, "KiB")
	}
}

// The fonts lie in the program: they are read where they lie, as they are, and not copied.
func TestEmbeddedFontsAreNotCopied(t *testing.T) {
	printer(t)
	want, err := fs.ReadFile(web.Files(), boldFile)
	if err != nil {
		t.Fatal(err)
	}
	var a, b []byte
	for _, data := range []*[]byte{&a, &b} {
		if *data, err = content(web.Files(), boldFile); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a, want) || &a[0] != &b[0] {
		t.Errorf("%d bytes of %d, or a copy", len(a), len(want))
	}
	if got, err := content(fstest.MapFS{"x": {Data: []byte("other")}}, "x"); err != nil || string(got) != "other" {
		t.Errorf("%q, %v", got, err)
	}
}
