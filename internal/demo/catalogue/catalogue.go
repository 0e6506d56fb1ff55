// Package catalogue is the model catalogue that comes with the program: real kinds of matters as a county would offer
// them, in the form that catalog.ReadFolder reads. It is a model: promised limits are invented, most articles and fees are
// not compared with the texts in force, and where no statutory limit is known a note says so. A department reviews its
// own items before anybody relies on them.
package catalogue

import "embed"

// Files are the catalogue's files.
//
//go:embed *.json
var Files embed.FS
