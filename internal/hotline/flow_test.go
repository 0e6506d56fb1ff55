package hotline

import (
	"testing"

	"huying/internal/casework"
)

func TestFlowsAreSound(t *testing.T) {
	for _, f := range []*casework.Flow{Flow, AssistFlow} {
		if err := f.Check(); err != nil {
			t.Error(err)
		}
	}
}

// AUD-02: what is archived is read-only, so no action may leave or happen in a final state.
func TestAUD02NothingHappensInAFinalState(t *testing.T) {
	for _, f := range []*casework.Flow{Flow, AssistFlow} {
		for _, s := range f.States {
			for _, a := range f.Actions {
				if s.Final && a.Allowed(s.Name) {
					t.Errorf("%s: %s is allowed in the final state %s", f.Name, a.Name, s.Name)
				}
			}
		}
	}
}

func TestEveryRefusalGroundIsClosedList(t *testing.T) {
	if len(Refusals) != 6 {
		t.Errorf("HOT-40 has six categories, not %d", len(Refusals))
	}
	if len(Grounds) != 2 {
		t.Errorf("HOT-39 has two grounds, not %d", len(Grounds))
	}
}
