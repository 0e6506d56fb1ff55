package exchange

import (
	"strings"
	"testing"

	"huying/internal/approval"
	"huying/internal/casework"
)

// Every alarm of an application has a sentence that its people can read.
func TestEveryAlertOfAnApplicationHasASentence(t *testing.T) {
	kinds := []string{"accept.soon", "accept.late", "handling.soon", "handling.late", "step.late", "tolerance.soon", "deliver.late", "check.soon", "check.overdue",
		"joint.soon", "joint.overdue", "renewal"} // put together of two parts, or sent by no act
	for _, kind := range append(kinds, kindsIn(t, "approval", 5)...) {
		if applicationSentences[applicationKind+kind] == "" {
			t.Errorf("%s says nothing", kind)
		}
	}
	for kind := range applicationSentences {
		if !strings.HasPrefix(kind, applicationKind) {
			t.Errorf("%s would be taken for a notice of an order", kind)
		}
	}
	for _, f := range []*casework.Flow{approval.Flow, approval.OpinionFlow, approval.CheckFlow} {
		if f.View == "" {
			t.Errorf("nobody sees what %s is about", f.Label)
		}
	}
}
