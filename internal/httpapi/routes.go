package httpapi

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// mount registers everything that can be asked for.
func (a *api) mount(mux *http.ServeMux) {
	a.huma = humago.New(mux, config())
	a.sessionRoutes()
	a.orderRoutes()
	a.jobRoutes()
	mux.HandleFunc("/api/", a.missing(mux))
	if a.Pages != nil {
		mux.Handle("/", &pages{files: a.Pages, ready: map[string]*built{}})
	}
}

// Describe is the OpenAPI 3.1 document of the API, in YAML.
func Describe() ([]byte, error) {
	a := newAPI(Services{}, Options{})
	a.mount(http.NewServeMux())
	return a.huma.OpenAPI().YAML()
}
