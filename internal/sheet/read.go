package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/calendar"
	"huying/internal/fault"
)

// Table is a file of older matters as it was read: its header and its rows, all as text.
type Table struct {
	Header   []string   `json:"header"`
	Rows     [][]string `json:"-"`
	Encoding string     `json:"encoding"` // "UTF-8", "GB18030" or "XLSX"
	Sheets   []string   `json:"sheets,omitempty"`
}

// Unreadable stands in a text for bytes that could not be read; a row that has it is no sound one.
const Unreadable = "\ufffd"

// Read reads a CSV (or tab-separated) file in UTF-8 or GB18030, or one sheet of an XLSX file ("" = the first). The first
// row is the header. What kind of file it is follows from its bytes, not from its name.
func Read(data []byte, sheet string) (Table, error) {
	var t Table
	var rows [][]string
	var err error
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		t.Encoding = "XLSX"
		t.Sheets, rows, err = readXLSX(data, sheet)
	} else {
		t.Encoding, rows, err = readCSV(data)
	}
	if err != nil {
		return Table{}, err
	}
	for len(rows) > 0 && Blank(rows[0]) {
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return Table{}, fault.New(fault.Invalid, "import.empty", "文件中没有数据。")
	}
	for _, name := range rows[0] {
		t.Header = append(t.Header, strings.TrimSpace(name))
	}
	t.Rows = rows[1:]
	return t, nil
}

func readCSV(data []byte) (encoding string, rows [][]string, err error) {
	encoding, data = "UTF-8", bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		encoding = "GB18030"
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			return "", nil, unreadable(err)
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if line, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(line, '\t') && !bytes.ContainsRune(line, ',') {
		r.Comma = '\t'
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return encoding, rows, nil
		}
		if err != nil {
			return "", nil, unreadable(err)
		}
		rows = append(rows, row)
	}
}

// readXLSX gives cells as they are stored, so that a date is not bent by the sheet's way of showing it.
func readXLSX(data []byte, sheet string) (sheets []string, rows [][]string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30})
	if err != nil {
		return nil, nil, unreadable(err)
	}
	defer f.Close()
	sheets = f.GetSheetList()
	if sheet == "" && len(sheets) > 0 {
		sheet = sheets[0]
	}
	if i, err := f.GetSheetIndex(sheet); err != nil || i < 0 {
		return nil, nil, fault.Newf(fault.Invalid, "import.sheet", "没有名为“%s”的工作表，可选：%s。", sheet, strings.Join(sheets, "、"))
	}
	if rows, err = f.GetRows(sheet); err != nil {
		return nil, nil, unreadable(err)
	}
	return sheets, rows, nil
}

func unreadable(err error) error {
	return fault.New(fault.Unsupported, "import.format", "无法读取此文件，请提供CSV（UTF-8或GB18030编码）或XLSX文件。").Because(err)
}

// Blank reports whether nothing stands in a row.
func Blank(row []string) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日"}

// Instant reads an instant as people write it; one without a zone is China's. A bare number is a day of a spreadsheet's
// calendar.
func Instant(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, false
	}
	if days, err := strconv.ParseFloat(s, 64); err == nil {
		t, err := excelize.ExcelDateToTime(days, false)
		if err != nil || days < 20000 { // before 1954: not a day, some other number
			return time.Time{}, false
		}
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, calendar.Zone), true
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, calendar.Zone); err == nil {
			return t.Truncate(time.Millisecond), true
		}
	}
	return time.Time{}, false
}
