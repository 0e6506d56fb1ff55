package httpapi

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The committed description is what pages and partners are built against.
func TestDescriptionIsUpToDate(t *testing.T) {
	now, err := Describe()
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), string(now)); diff != "" {
		t.Errorf("api/openapi.yaml is not what the code describes; run make gen\n%s", diff)
	}
}

func TestEveryOperationIsDescribed(t *testing.T) {
	a := newAPI(Services{}, Options{})
	a.describe()
	seen := map[string]bool{}
	for path, item := range a.huma.OpenAPI().Paths {
		for method, op := range operations(item) {
			if op.OperationID == "" || op.Summary == "" || len(op.Tags) != 1 || seen[op.OperationID] {
				t.Errorf("%s %s: %q %q %v", method, path, op.OperationID, op.Summary, op.Tags)
			}
			seen[op.OperationID] = true
		}
	}
}
