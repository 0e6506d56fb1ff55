package rulebook_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"huying/internal/rulebook"
)

var (
	id   = regexp.MustCompile(`^[A-Z]{3,4}-\d{2,3}$`)
	code = regexp.MustCompile(`[A-Za-z]|\s|。`)
)

func TestEverySentenceCanBeRead(t *testing.T) {
	ids, sentences := map[string]bool{}, map[string]string{}
	for _, e := range rulebook.All() {
		if !id.MatchString(e.ID) || ids[e.ID] {
			t.Errorf("%q is no id, or there twice", e.ID)
		}
		if n := utf8.RuneCountInString(e.Sentence); n < 8 || n > 40 {
			t.Errorf("%s has %d characters", e.ID, n)
		}
		if code.MatchString(e.Sentence) || strings.Trim(e.Sentence, "，；、") != e.Sentence {
			t.Errorf("%s is no plain sentence: %s", e.ID, e.Sentence)
		}
		if other := sentences[e.Sentence]; other != "" {
			t.Errorf("%s says the same as %s", e.ID, other)
		}
		ids[e.ID], sentences[e.Sentence] = true, e.ID
	}
}

func TestSentence(t *testing.T) {
	if s, known := rulebook.Sentence("HOT-52"); !known || s != "逾期又未报告说明的，发《催办通知书》并报分管领导" {
		t.Errorf("HOT-52: %q %v", s, known)
	}
	if s, known := rulebook.Sentence("HOT-999"); known || s != "" {
		t.Errorf("HOT-999: %q", s)
	}
}

func TestAllCannotBeChangedFromOutside(t *testing.T) {
	rulebook.All()[0].Sentence = ""
	if rulebook.All()[0].Sentence == "" {
		t.Error("the book was changed")
	}
}

// A paper says what a rule asks, not its id.
func TestSpellPutsSentencesInThePlaceOfIds(t *testing.T) {
	asks, _ := rulebook.Sentence("HOT-62")
	if got, want := rulebook.Spell("次日续计（HOT-62）；国办发明电〔2025〕7号，ABC-99"), "次日续计（"+asks+"）；国办发明电〔2025〕7号，ABC-99"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
