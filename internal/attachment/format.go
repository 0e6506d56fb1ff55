package attachment

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/unicode/norm"

	"huying/internal/fault"
)

// Kind is a sort of file that a form may ask for.
type Kind string

// The kinds of files that are accepted at all.
const (
	Photo    Kind = "photo"
	Audio    Kind = "audio"
	Video    Kind = "video"
	Document Kind = "document" // PDF, Word and Excel without macros, plain text
)

var kindNames = map[Kind]string{Photo: "照片", Audio: "录音", Video: "视频", Document: "文档"}

// format is an accepted format: the endings of its names, its media type, and what a look at the content may call it.
type format struct {
	kind    Kind
	endings []string
	media   string
	looks   []string
}

// SVG and HTML are not here, because a browser would run what they contain. A recording in an MP4 file cannot be told from
// a film without reading it through; its name says which it is.
var formats = []format{
	{Photo, []string{".jpg", ".jpeg"}, "image/jpeg", []string{"image/jpeg"}},
	{Photo, []string{".png"}, "image/png", []string{"image/png"}},
	{Photo, []string{".webp"}, "image/webp", []string{"image/webp"}},
	{Photo, []string{".heic"}, "image/heic", []string{"image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence"}},
	{Audio, []string{".mp3"}, "audio/mpeg", []string{"audio/mpeg"}},
	{Audio, []string{".wav"}, "audio/wav", []string{"audio/wav"}},
	{Audio, []string{".m4a"}, "audio/mp4", []string{"audio/x-m4a", "audio/mp4", "video/mp4"}},
	{Audio, []string{".amr"}, "audio/amr", []string{"audio/amr"}},
	{Audio, []string{".ogg", ".oga", ".opus"}, "audio/ogg", []string{"audio/ogg", "application/ogg"}},
	{Video, []string{".mp4"}, "video/mp4", []string{"video/mp4", "video/x-m4v"}},
	{Video, []string{".mov"}, "video/quicktime", []string{"video/quicktime"}},
	{Document, []string{".pdf"}, "application/pdf", []string{"application/pdf"}},
	{Document, []string{".docx"}, wordType, []string{wordType}},
	{Document, []string{".xlsx"}, excelType, []string{excelType}},
	{Document, []string{".txt"}, "text/plain", []string{"text/plain", "text/csv", "text/tab-separated-values"}},
}

const (
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	excelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	lookAt    = 64 << 10 // bytes of the content that are looked at; Word's and Excel's parts come in any order
)

func init() { mimetype.SetLimit(lookAt) }

// formatOf finds the format that the name's ending stands for, among the kinds; without kinds, among all.
func formatOf(name string, kinds []Kind) (format, error) {
	if len(kinds) == 0 {
		kinds = []Kind{Photo, Audio, Video, Document}
	}
	ending := strings.ToLower(path.Ext(name))
	for _, f := range formats {
		if slices.Contains(f.endings, ending) && slices.Contains(kinds, f.kind) {
			return f, nil
		}
	}
	return format{}, fault.New(fault.Unsupported, "attachment.type", "不能上传这种文件，可以上传"+offer(kinds)+"。")
}

// Endings are those of the names of files that are accepted, without the dot.
func Endings() (all []string) {
	for _, f := range formats {
		for _, ending := range f.endings {
			all = append(all, strings.TrimPrefix(ending, "."))
		}
	}
	return all
}

// offer lists what may be uploaded: 照片（jpg、png）、录音（mp3）.
func offer(kinds []Kind) string {
	var parts []string
	for _, kind := range kinds {
		var endings []string
		for _, f := range formats {
			if f.kind == kind {
				endings = append(endings, strings.TrimPrefix(f.endings[0], "."))
			}
		}
		parts = append(parts, kindNames[kind]+"（"+strings.Join(endings, "、")+"）")
	}
	return strings.Join(parts, "、")
}

// confirm refuses content that is not what the name's ending says.
func (f format) confirm(head []byte) error {
	found := mimetype.Detect(head)
	if slices.ContainsFunc(f.looks, found.Is) {
		return nil
	}
	return fault.Newf(fault.Unsupported, "attachment.mismatch", "文件名以“%s”结尾，内容却不是这种文件，请确认后重新上传。", f.endings[0])
}

const maxName = 100 // runes

// safeName makes a name that can be shown, saved and sent: no folders, no invisible or direction-changing characters, none
// that a file system refuses, of bounded length, with the ending that it had.
func safeName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	ending := path.Ext(name)
	stem := strings.TrimSpace(strings.TrimSuffix(name, ending))
	if stem == "" {
		stem = "附件"
	}
	if runes := []rune(stem); len(runes) > maxName-len(ending) {
		stem = string(runes[:max(1, maxName-len(ending))])
	}
	return stem + ending
}
