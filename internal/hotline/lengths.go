package hotline

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"huying/internal/fault"
)

// The sizes of what people write down, in characters; how much each is is policy.
const (
	aName   = "hotline.length.name"   // a person's name
	aLine   = "hotline.length.line"   // one line of a form
	aRemark = "hotline.length.remark" // a reason, a finding, a remark
	aLetter = "hotline.length.letter" // an answer, a report
)

// lengths is the table of all texts that come with a verb, by the names of their fields; title and body are bounded in
// Appeal.check.
var lengths = map[string]string{
	"caller.name": aName, "caller.address": aLine, "place": aLine, "category": aLine, "transfer.to": aLine, "transfer.from": aLine, "promised": aLine, "statutory": aLine,
	"link": aLine, "rule": aLine, "keywords": aLine, "purpose": aLine, "circular": aLine,
	"outcome": aRemark, "advice": aRemark, "note": aRemark, "why": aRemark, "reason": aRemark, "basis": aRemark, "opinion": aRemark, "finding": aRemark,
	"problem": aRemark, "task": aRemark, "feedback": aRemark, "answer": aRemark,
	"text": aLetter,
}

// given takes the reason that a verb asks for: without one, or with one that is too long, it is refused.
func (s *Service) given(why *string, missing *fault.Error) error {
	if *why = strings.TrimSpace(*why); *why == "" {
		return missing.On("why", "不能为空")
	}
	return s.fits("why", *why)
}

// fits refuses what is longer than the table lets it be. It is given names of fields, each followed by its text.
func (s *Service) fits(fields ...string) error {
	p := s.policy.Now()
	bad := fault.New(fault.Invalid, "hotline.long", "内容过长，请精简后再提交，或以附件提交。")
	for i := 0; i < len(fields); i += 2 {
		size, known := lengths[fields[i]]
		if !known {
			panic("hotline: no length is set for " + fields[i])
		}
		if said := tooLong(fields[i+1], p.Int(size, "")); said != "" {
			bad.On(fields[i], said)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// tooLong says by how much a text is too long, "" if it is not: who has to shorten it wants to know.
func tooLong(text string, most int) string {
	if n := utf8.RuneCountInString(text); n > most {
		return fmt.Sprintf("最多%d字，现有%d字", most, n)
	}
	return ""
}
