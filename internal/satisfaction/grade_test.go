package satisfaction

import "testing"

func TestGAP29BothConventionsMeetInTheMiddle(t *testing.T) {
	for _, g := range All {
		if g.Standard()+g.Stars() != 6 {
			t.Errorf("%s: %d and %d do not mirror", g, g.Standard(), g.Stars())
		}
		if back, err := Parse(string(g)); err != nil || back != g {
			t.Errorf("%s does not come back: %v", g, err)
		}
		if g.Good() != (g.Stars() > 2) {
			t.Errorf("%s: bad is two stars and fewer", g)
		}
	}
	if VerySatisfied.Standard() != 1 || VerySatisfied.Stars() != 5 {
		t.Error("the standard counts 1 as best, the stars 5")
	}
	for _, digit := range []string{"", "1", "5", "good"} {
		if _, err := Parse(digit); err == nil {
			t.Errorf("%q was taken for a grade", digit)
		}
	}
}
