package hotline

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/fault"
)

// Table is a file of older matters as it was read: its header and its rows, all as text.
type Table struct {
	Header   []string   `json:"header"`
	Rows     [][]string `json:"-"`
	Encoding string     `json:"encoding"` // "UTF-8", "GB18030" or "XLSX"
	Sheets   []string   `json:"sheets,omitempty"`
}

// unknown stands in a text for bytes that could not be read; a row that has it is refused.
const unknown = "\ufffd"

// ReadTable reads a CSV (or tab-separated) file in UTF-8 or GB18030, or one sheet of an XLSX file ("" = the first). The
// first row is the header. What kind of file it is follows from its bytes, not from its name.
func ReadTable(data []byte, sheet string) (Table, error) {
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
	for len(rows) > 0 && blank(rows[0]) {
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return Table{}, fault.New(fault.Invalid, "hotline.import.empty", "文件中没有数据。")
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
		return nil, nil, fault.Newf(fault.Invalid, "hotline.import.sheet", "没有名为“%s”的工作表，可选：%s。", sheet, strings.Join(sheets, "、"))
	}
	if rows, err = f.GetRows(sheet); err != nil {
		return nil, nil, unreadable(err)
	}
	return sheets, rows, nil
}

func unreadable(err error) error {
	return fault.New(fault.Unsupported, "hotline.import.format", "无法读取此文件，请提供CSV（UTF-8或GB18030编码）或XLSX文件。").Because(err)
}

func blank(row []string) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// Fields are what a file of older matters may say of each, and under which names its columns are found without a mapping.
var Fields = []struct {
	Key, Label string
	Names      []string
	Required   bool
}{
	{"id", "编号", []string{"id", "编号", "留言编号", "工单编号", "序号"}, true},
	{"user", "诉求人代码", []string{"user", "用户", "留言用户"}, false},
	{"title", "标题", []string{"title", "标题", "主题", "留言主题", "诉求标题"}, true},
	{"submitted_at", "提交时间", []string{"submitted_at", "提交时间", "留言时间", "来电时间", "受理时间"}, true},
	{"body", "内容", []string{"body", "内容", "留言详情", "诉求内容"}, true},
	{"reply", "答复内容", []string{"reply", "答复内容", "答复意见", "回复内容", "办理结果"}, true},
	{"replied_at", "答复时间", []string{"replied_at", "答复时间", "回复时间", "办结时间"}, true},
	{"kind", "诉求类型", []string{"kind", "类型", "诉求类型"}, false},
	{"category", "类别", []string{"category", "类别", "一级标签"}, false},
	{"place", "地点", []string{"place", "地点", "事发地点"}, false},
}

// Columns finds for each field the column that holds it: the one that mapping names, else one with a usual name.
// It refuses a mapping to an unknown field or column, and a table in which a required field has none.
func (t Table) Columns(mapping map[string]string) (map[string]int, error) {
	at := map[string]int{}
	bad := fault.New(fault.Invalid, "hotline.import.columns", "")
	for _, f := range Fields {
		names := f.Names
		if name, ok := mapping[f.Key]; ok {
			names = []string{name}
		}
		for _, name := range names {
			if i := indexOf(t.Header, name); i >= 0 {
				at[f.Key] = i
				break
			}
		}
		if _, found := at[f.Key]; !found && (f.Required || mapping[f.Key] != "") {
			bad.On(f.Key, "没有找到“"+f.Label+"”对应的列（"+strings.Join(names, "、")+"）")
		}
	}
	for key := range mapping {
		if !isField(key) {
			bad.On(key, "没有名为“"+key+"”的字段")
		}
	}
	if len(bad.Fields) == 0 {
		return at, nil
	}
	bad.Message = "请指定列的对应关系："
	for i, f := range bad.Fields {
		if i > 0 {
			bad.Message += "；"
		}
		bad.Message += f.Message
	}
	bad.Message += "。"
	return nil, bad
}

func isField(key string) bool {
	for _, f := range Fields {
		if f.Key == key {
			return true
		}
	}
	return false
}

func indexOf(header []string, name string) int {
	for i, h := range header {
		if strings.EqualFold(h, strings.TrimSpace(name)) {
			return i
		}
	}
	return -1
}
