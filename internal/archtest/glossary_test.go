package archtest

import (
	"os"
	"strings"
	"testing"

	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/satisfaction"
)

// TestGlossaryKnowsTheClosedLists holds docs/glossary.md to the words that people choose from.
func TestGlossaryKnowsTheClosedLists(t *testing.T) {
	text, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	glossary := string(text)
	var words []string
	for _, list := range [][]hotline.Word{hotline.Kinds, hotline.Channels, hotline.Refusals, hotline.Dispositions, hotline.Grounds,
		hotline.Results, hotline.RevisitWays, hotline.Causes, hotline.EmergencySteps, hotline.UrgeWays} {
		for _, w := range list {
			words = append(words, w.Label)
		}
	}
	for _, list := range [][]approval.Word{approval.Channels, approval.Parties, approval.Agents, approval.Grounds, approval.MaterialStates, approval.Grades,
		approval.Outcomes, approval.Findings, approval.Ways, approval.TellWays, approval.Rulings, approval.Stances, approval.CertificateStandings, approval.PartStates} {
		for _, w := range list {
			words = append(words, w.Label)
		}
	}
	for _, list := range [][]catalog.Word{catalog.Tiers, catalog.Statuses, catalog.Types, catalog.Classes, catalog.Audiences, catalog.Ranks, catalog.Necessities, catalog.Sources,
		catalog.Models, catalog.StepKinds, catalog.Specials, catalog.ChangeKinds, catalog.CleanUps, catalog.Ways, catalog.ServiceKinds, catalog.Natures, catalog.Bodies[1:]} {
		for _, w := range list {
			words = append(words, w.Label)
		}
	}
	for _, k := range org.RoundKinds {
		words = append(words, k.Label)
	}
	for _, c := range append(append([]org.Choice{}, org.EquipmentKinds...), org.EquipmentStates...) {
		words = append(words, c.Label)
	}
	for _, r := range org.Roles() {
		words = append(words, "| `"+string(r.Role)+"` | "+r.Name+" |")
	}
	for _, k := range []org.Kind{org.Centre, org.Supervision, org.Inspection, org.Bureau, org.TownshipOffice, org.LegalAffairs,
		org.LeadingGroup, org.ServiceHall, org.OtherDepartments} {
		words = append(words, k.Chinese())
	}
	for _, g := range satisfaction.All {
		words = append(words, g.Label())
	}
	for _, word := range words {
		if word == "" || !strings.Contains(glossary, word) {
			t.Errorf("docs/glossary.md does not know %q", word)
		}
	}
}
