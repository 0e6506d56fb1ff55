package httpapi

import (
	"context"

	"huying/internal/rulebook"
)

// ruleBook is what each rule asks. It changes only with the program, so browsers keep it.
type ruleBook struct {
	CacheControl string `header:"Cache-Control"`
	Body         []rulebook.Entry
}

func (ruleBook) whole() {}

func (a *api) ruleBookRoutes() {
	publicWhole(a, operation{method: get, path: "/api/rulebook", id: "ruleBook", summary: "规则编号及其要求", tag: citizenTag},
		func(context.Context, *struct{}) (ruleBook, error) {
			return ruleBook{CacheControl: "public, max-age=3600", Body: rulebook.All()}, nil
		})
}
