package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"huying/internal/attachment"
	"huying/internal/audit"
)

// scan is a file as an applicant sends it: a page with lines and a seal on which nothing can be read. All are the same
// content under different names; where nothing is kept, as in a simulation, only its hash is.
func (h *hall) scan(name string) attachment.Blob {
	if h.page.Hash == "" {
		content := scanned()
		h.page = attachment.Blob{Hash: audit.Digest(string(content)), Type: "image/png", Size: int64(len(content))}
		if h.Files != nil {
			kept, err := h.Files.Put(h.ctx, attachment.Upload{Name: "扫描件.png", Content: bytes.NewReader(content), Limit: int64(len(content))})
			if err != nil {
				h.fail(err)
				return attachment.Blob{}
			}
			h.page = kept
		}
	}
	blob := h.page
	blob.Name = strings.ReplaceAll(name, "/", "、") + ".png"
	return blob
}

// scanned draws the page.
func scanned() []byte {
	const wide, high = 420, 594
	picture := image.NewPaletted(image.Rect(0, 0, wide, high), color.Palette{color.White, color.Gray{0x99}, color.RGBA{0xc8, 0x22, 0x22, 0xff}})
	for y := 90; y < high-150; y += 26 {
		for x := 50; x < wide-50-(y*37%120); x++ {
			picture.SetColorIndex(x, y, 1)
			picture.SetColorIndex(x, y+1, 1)
		}
	}
	for y := range high {
		for x := range wide {
			dx, dy := x-300, y-480
			if r := dx*dx + dy*dy; r > 44*44 && r < 50*50 {
				picture.SetColorIndex(x, y, 2)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic(err) // a picture in memory can always be written
	}
	return out.Bytes()
}
