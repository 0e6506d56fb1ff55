// Package web holds the built browser application: the officials' page (index.html, served under /desk/), the citizens'
// page (citizen.html, served under /), their assets, and the font for PDF documents (fonts/). A tree in which
// `npm run build` has not run yet still compiles; Files is then empty but for a placeholder.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:build
var build embed.FS

// Files is the content of the build folder, with paths from its root ("index.html", "assets/…", "fonts/…").
func Files() fs.FS {
	files, err := fs.Sub(build, "build")
	if err != nil {
		panic("web: the embedded build folder has no root: " + err.Error())
	}
	return files
}
