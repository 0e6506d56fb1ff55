// Package policy keeps every limit, threshold, weight and ratio that a place may want otherwise. Areas declare their
// settings in tables with the rule that proposes the default; administrators change them, for the whole city or for one
// region, with a reason; every change is a new version that stays. Verbs take one Snapshot and read from memory.
package policy

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/deadline"
	"huying/internal/fault"
)

// Kind is the form of a setting's value.
type Kind string

// The kinds. The text form, which is stored and edited, stands behind each.
const (
	Int     Kind = "int"     // "3"
	Percent Kind = "percent" // "90", whole per cent
	Bool    Kind = "bool"    // "true" or "false"
	Text    Kind = "text"    // any text
	Enum    Kind = "enum"    // the Value of one of the Options
	List    Kind = "list"    // the Values of some of the Options in their order, joined by commas
	Term    Kind = "term"    // "5 workday", "2 day", "0 sameday"
	Daytime Kind = "daytime" // "22:00", China time
)

// Option is one choice of an Enum or a List.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Def declares a setting. Min and Max bound an Int, a Percent (0 to 100 when both are zero), the length of a Text in
// characters, how many of a List are chosen, and the amount of a Term; both zero on other kinds means no bound.
type Def struct {
	Key     string   `json:"key"` // "area.name", stable
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Rule    string   `json:"rule"` // the rule id or article the default comes from
	Kind    Kind     `json:"kind"`
	Default string   `json:"default"`
	Min     int      `json:"min"`
	Max     int      `json:"max"`
	Unit    string   `json:"unit"` // 次, 分钟, 日 ... for display
	Options []Option `json:"options,omitempty"`
	Secure  bool     `json:"-"` // of a Text: an address where personal data goes, https or this machine; may be empty
}

// value is a parsed text form; only the field of the setting's kind is filled.
type value struct {
	number  int
	yes     bool
	text    string
	list    []string
	term    deadline.Term
	daytime time.Duration
}

var daytimeForm = regexp.MustCompile(`^([01][0-9]|2[0-4]):([0-5][0-9])$`)

// parse reads a text form and checks its bounds; the value's text is the one form in which it is kept. The refusal is a
// sentence for the administrator.
func (d Def) parse(text string) (value, error) {
	text = strings.TrimSpace(text)
	switch d.Kind {
	case Int, Percent:
		n, err := strconv.Atoi(text)
		if err != nil {
			return value{}, d.refuse("“%s”应填写整数。", d.Label)
		}
		return value{number: n, text: strconv.Itoa(n)}, d.bound(n, d.Unit)
	case Bool:
		if text != "true" && text != "false" {
			return value{}, d.refuse("“%s”应选择是或者否。", d.Label)
		}
		return value{yes: text == "true", text: text}, nil
	case Text:
		if d.Secure && text != "" && !secure(text) {
			return value{}, d.refuse("“%s”应填写https://开头的网址：个人信息不得明文传输。", d.Label)
		}
		return value{text: text}, d.bound(len([]rune(text)), "字")
	case Enum:
		for _, o := range d.Options {
			if o.Value == text {
				return value{text: text}, nil
			}
		}
		return value{}, d.refuse("“%s”应从给出的选项中选择。", d.Label)
	case List:
		return d.parseList(text)
	case Term:
		return d.parseTerm(text)
	case Daytime:
		m := daytimeForm.FindStringSubmatch(text)
		if m == nil || (m[1] == "24" && m[2] != "00") {
			return value{}, d.refuse("“%s”应填写时刻，例如22:00。", d.Label)
		}
		hours, _ := strconv.Atoi(m[1])
		minutes, _ := strconv.Atoi(m[2])
		return value{text: text, daytime: time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute}, nil
	}
	return value{}, fmt.Errorf("policy: %s has the unknown kind %q", d.Key, d.Kind)
}

// secure tells whether what goes to an address can be read by nobody on the way.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// parseList puts what was chosen into the order of the options, each once.
func (d Def) parseList(text string) (value, error) {
	chosen := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	list := []string{}
	for _, o := range d.Options {
		if slices.Contains(chosen, o.Value) {
			list = append(list, o.Value)
		}
	}
	for _, c := range chosen {
		if !slices.Contains(list, c) {
			return value{}, d.refuse("“%s”只能从给出的选项中选择。", d.Label)
		}
	}
	return value{text: strings.Join(list, ","), list: list}, d.bound(len(list), "项")
}

func (d Def) parseTerm(text string) (value, error) {
	amount, unit, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(amount)
	term := deadline.Term{Amount: n, Unit: deadline.Unit(unit), Rule: d.Rule}
	if err != nil || (term.Unit != deadline.Workday && term.Unit != deadline.Day && term.Unit != deadline.SameDay) {
		return value{}, d.refuse("“%s”应填写期限的数量和单位（工作日、日或者当日）。", d.Label)
	}
	text = fmt.Sprintf("%d %s", n, unit)
	if term.Unit == deadline.SameDay {
		if n != 0 {
			return value{}, d.refuse("“%s”选择当日时，数量应为0。", d.Label)
		}
		return value{text: text, term: term}, nil
	}
	if n < 1 {
		return value{}, d.refuse("“%s”的期限应至少为1。", d.Label)
	}
	return value{text: text, term: term}, d.bound(n, "")
}

func (d Def) bound(n int, unit string) error {
	low, high := d.Min, d.Max
	if d.Kind == Percent && low == 0 && high == 0 {
		high = 100
	}
	if low == 0 && high == 0 || n >= low && n <= high {
		return nil
	}
	return d.refuse("“%s”应在%d到%d%s之间。", d.Label, low, high, unit)
}

func (d Def) refuse(format string, args ...any) error {
	sentence := fmt.Sprintf(format, args...)
	return fault.New(fault.Invalid, "policy.value", sentence).On("value", sentence)
}
