package attachment

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"unicode"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

const limit = 1 << 20

func put(d Disk, name string, content []byte) (Blob, error) {
	return d.Put(context.Background(), Upload{Name: name, Content: bytes.NewReader(content), Limit: limit})
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// samples are small contents of every accepted format.
func samples(t testing.TB) map[string][]byte {
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	var jpg, pngs, xlsx bytes.Buffer
	if err := errors.Join(jpeg.Encode(&jpg, picture, nil), png.Encode(&pngs, picture), excelize.NewFile().Write(&xlsx)); err != nil {
		t.Fatal(err)
	}
	mp4 := func(brand string) []byte {
		return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00" + brand + "isom")
	}
	return map[string][]byte{
		"现场.JPG": jpg.Bytes(), "现场.jpeg": jpg.Bytes(), "截图.png": pngs.Bytes(),
		"a.webp": []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00"),
		"a.heic": mp4("heic"), "a.m4a": mp4("M4A "), "b.m4a": mp4("mp42"), "现场.mp4": mp4("isom"), "现场.MOV": mp4("qt  "),
		"a.mp3": append([]byte("\xff\xfb\x90\x64"), make([]byte, 413)...), "a.wav": []byte("RIFF\x24\x00\x00\x00WAVEfmt "),
		"a.amr": []byte("#!AMR\n\x3c\x00"), "a.ogg": append([]byte("OggS\x00\x02"), append(make([]byte, 22), "OpusHead"...)...),
		"a.pdf": []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "说明.txt": []byte("路灯不亮，请处理。\n"), "表.txt": []byte("a,b\n1,2\n3,4\n"),
		"b.docx": archive(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"), "c.xlsx": xlsx.Bytes(),
	}
}

func archive(t testing.TB, names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f := must[io.Writer](t)(w.Create(name))
		must[int](t)(io.WriteString(f, "<x/>"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryAcceptedFormatComesBackAsItWas(t *testing.T) {
	d := NewDisk(t.TempDir())
	seen := map[string]bool{}
	for name, content := range samples(t) {
		blob, err := put(d, name, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := sm3.Sum(content)
		if blob.Hash != hex.EncodeToString(sum[:]) || blob.Size != int64(len(content)) || blob.Name != name {
			t.Errorf("%s: %+v", name, blob)
		}
		seen[blob.Type] = true
		f, err := d.Open(context.Background(), blob.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if got := must[[]byte](t)(io.ReadAll(f)); !bytes.Equal(got, content) {
			t.Errorf("%s came back changed", name)
		}
		f.Close()
	}
	for _, f := range formats {
		if !seen[f.media] {
			t.Errorf("%s was not tried", f.media)
		}
	}
}

func TestContentThatIsNotWhatItsNameSaysIsRefused(t *testing.T) {
	have := samples(t)
	html, svg := []byte("<!DOCTYPE html><html><script>1</script></html>"), []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
	program := append([]byte("MZ"), make([]byte, 200)...)
	for _, c := range []struct {
		name    string
		content []byte
		code    string
	}{
		{"a.html", html, "attachment.type"}, {"a.svg", svg, "attachment.type"}, {"a.exe", program, "attachment.type"},
		{"a", have["a.pdf"], "attachment.type"}, {"a.zip", archive(t, "a"), "attachment.type"}, {"a.docm", have["b.docx"], "attachment.type"},
		{"a.jpg.html", html, "attachment.type"}, {"", html, "attachment.type"},
		{"a.txt", html, "attachment.mismatch"}, {"a.txt", svg, "attachment.mismatch"}, {"a.jpg", svg, "attachment.mismatch"},
		{"a.jpg", have["截图.png"], "attachment.mismatch"}, {"a.pdf", program, "attachment.mismatch"}, {"a.html.jpg", html, "attachment.mismatch"},
		{"a.docx", archive(t, "evil.html"), "attachment.mismatch"}, {"a.xlsx", have["b.docx"], "attachment.mismatch"},
		{"a.mp3", have["a.wav"], "attachment.mismatch"}, {"a.jpg", nil, "attachment.empty"},
		{"a.txt", make([]byte, limit+1), "attachment.large"},
	} {
		d := NewDisk(t.TempDir())
		_, err := put(d, c.name, c.content)
		if fault.Code(err) != c.code {
			t.Errorf("%q: %v, not %s", c.name, err, c.code)
		}
		if left := files(t, d); len(left) != 0 {
			t.Errorf("%q left %v", c.name, left)
		}
	}
}

// files lists what lies in the store.
func files(t testing.TB, d Disk) []string {
	var found []string
	err := filepath.WalkDir(d.dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAFormMayAskForFewerKinds(t *testing.T) {
	_, err := NewDisk(t.TempDir()).Put(context.Background(), Upload{Name: "a.pdf", Content: bytes.NewReader(samples(t)["a.pdf"]), Limit: limit, Kinds: []Kind{Photo}})
	if got := fault.From(err).Message; got != "不能上传这种文件，可以上传照片（jpg、png、webp、heic）。" {
		t.Error(got)
	}
}

func TestSizesAreSaidAsPeopleDo(t *testing.T) {
	for bytes, want := range map[int64]string{10 << 20: "10MB", 500 << 10: "500KB", 3 << 29: "1.5GB", 100: "100字节"} {
		if got := inWords(bytes); got != want {
			t.Errorf("%d is %q", bytes, got)
		}
	}
}

func TestSameContentIsKeptOnceHoweverManySendIt(t *testing.T) {
	d := NewDisk(t.TempDir())
	content := samples(t)["截图.png"]
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := put(d, "a.png", content); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept := files(t, d); len(kept) != 1 {
		t.Errorf("kept: %v", kept)
	}
}

func TestABrokenOrEndedUploadLeavesNothing(t *testing.T) {
	d := NewDisk(t.TempDir())
	head := bytes.NewReader(samples(t)["截图.png"])
	if _, err := d.Put(context.Background(), Upload{Name: "a.png", Content: io.MultiReader(head, iotest.ErrReader(io.ErrUnexpectedEOF)), Limit: limit}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Put(ctx, Upload{Name: "a.png", Content: head, Limit: limit}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := files(t, d); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestOnlyAHashOpensAFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "keys.json"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := NewDisk(dir)
	for _, hash := range []string{"", "ab", "../keys.json", strings.Repeat("0", 64), "..", strings.Repeat("A", 64), ".." + strings.Repeat("/", 62)} {
		if f, err := d.Open(context.Background(), hash); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v, %v", hash, f, err)
		}
	}
}

func TestNamesAreMadeSafe(t *testing.T) {
	for give, want := range map[string]string{
		`C:\Users\x\现场 照片.jpg`: "现场 照片.jpg", "../../etc/passwd": "passwd", ".jpg": "jpg", "..": "附件",
		"a\u202egpj.exe": "agpj.exe", "a\r\nb.txt": "ab.txt", `a"b<c>.png`: "a_b_c_.png", " .x.pdf. ": "x.pdf", "\xff.pdf": "pdf",
		strings.Repeat("长", 300) + ".docx": strings.Repeat("长", 95) + ".docx",
	} {
		if got := safeName(give); got != want {
			t.Errorf("%q becomes %q, not %q", give, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := safeName(rapid.String().Draw(t, "name"))
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, `/\"`) || strings.ContainsFunc(name, unicode.IsControl) {
			t.Fatalf("%q", name)
		}
	})
}

func TestAttachmentsOfACase(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		blob := must[Blob](t)(put(NewDisk(t.TempDir()), "现场.jpg", samples(t)["现场.JPG"]))
		var want []Attachment
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			want = []Attachment{Add(tx, "case1", blob, "citizen", Party), Add(tx, "case1", blob, "u1", Internal)}
			Add(tx, "case2", blob, "u1", Public)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.View(context.Background(), func(tx *storage.Tx) error {
			if diff := cmp.Diff(want, must[[]Attachment](t)(List(tx, "case1"))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want[1], must[Attachment](t)(Get(tx, want[1].ID))); diff != "" {
				t.Error(diff)
			}
			_, err := Get(tx, "none")
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
