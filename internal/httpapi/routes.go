package httpapi

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// mount registers everything that can be asked for.
func (a *api) mount(mux *http.ServeMux) {
	a.huma = humago.New(mux, config())
	for _, area := range []func(){a.sessionRoutes, a.citizenRoutes, a.deadlineRoutes, a.orderRoutes, a.exportRoutes, a.fileRoutes, a.paperRoutes, a.circularRoutes, a.feedbackRoutes, a.routingRoutes,
		a.noticeRoutes, a.dutyRoutes, a.equipmentRoutes, a.peopleRoutes, a.directoryRoutes, a.policyRoutes, a.calendarRoutes, a.auditRoutes, a.outboxRoutes, a.jobRoutes, a.importRoutes,
		a.statsRoutes, a.ruleBookRoutes, a.catalogRoutes, a.applicantRoutes, a.applicationRoutes, a.authorisationRoutes, a.jointRoutes} {
		area()
	}
	mux.HandleFunc("/api/", a.missing(mux))
	a.mountHealth(mux)
	if a.Pages != nil {
		mux.Handle("/", &pages{files: a.Pages, ready: map[string]*built{}})
	}
}

// Describe is the OpenAPI 3.1 document of the API, in YAML.
func Describe() ([]byte, error) {
	return newAPI(Services{}, Options{}).describe().YAML()
}

func (a *api) describe() *huma.OpenAPI {
	a.mount(http.NewServeMux())
	return a.huma.OpenAPI()
}
