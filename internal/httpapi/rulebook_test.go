package httpapi

import (
	"encoding/json"
	"testing"

	"huying/internal/fault"
	"huying/internal/rulebook"
)

func TestTheRuleBookIsOpenToEverybodyAndKept(t *testing.T) {
	w := aTown(t)
	answer := w.ask("", get, "/api/rulebook", nil)
	answer.want(t, 200, "")
	var got []rulebook.Entry
	w.must(json.Unmarshal(answer.Body.Bytes(), &got))
	if len(got) != len(rulebook.All()) || got[0] != rulebook.All()[0] {
		t.Errorf("%d sentences, the first %v", len(got), got[:1])
	}
	if kept := answer.Header().Get("Cache-Control"); kept != "public, max-age=3600" {
		t.Errorf("Cache-Control is %q", kept)
	}
}

func TestARefusalSaysItsRule(t *testing.T) {
	late := fault.New(fault.Refused, "hotline.return.late", "已超过退单时限。")
	said, _ := rulebook.Sentence("HOT-38")
	if p := problemOf(t.Context(), late.Under("HOT-38")); p.Rule != "HOT-38" || p.RuleText != said {
		t.Errorf("%+v", p)
	}
	if p := problemOf(t.Context(), fault.New(fault.Refused, "x", "不可。")); p.RuleText != "" {
		t.Errorf("no rule, but %q", p.RuleText)
	}
}
