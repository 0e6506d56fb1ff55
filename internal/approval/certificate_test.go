package approval

import (
	"testing"

	"huying/internal/catalog"
)

// A certificate says what was applied for in words: what was chosen by its label, figures as they are written.
func TestFill(t *testing.T) {
	kinds := []catalog.Option{{Value: "hot", Label: "热食类制售"}, {Value: "cold", Label: "冷食类制售"}}
	form := catalog.Form{Groups: []catalog.Group{{Fields: []catalog.Field{
		{Code: "kinds", Kind: catalog.Choices, Options: kinds}, {Code: "kind", Kind: catalog.Choice, Options: kinds}, {Code: "sum", Kind: catalog.Money}, {Code: "net", Kind: catalog.Yes}, {Code: "place", Kind: catalog.Address},
	}}}}
	answers := map[string]any{"kinds": []any{"hot", "cold"}, "kind": "cold", "sum": 26000000.5, "net": false, "place": "hot"}
	for template, want := range map[string]string{
		"准予{name}从事{kinds}。": "准予望河食品从事热食类制售、冷食类制售。", "{kind}": "冷食类制售", "{sum}元": "26000000.5元", "{net}": "否", "{place}": "hot", "{other}": "{other}",
	} {
		if got := fill(template, Party{Name: "望河食品"}, form, answers); got != want {
			t.Errorf("%s: %s, want %s", template, got, want)
		}
	}
}
