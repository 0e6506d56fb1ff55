// Package catalogue is the model catalogue that comes with the program: real kinds of matters with their real legal grounds
// and limits, as a county would offer them, in the form that catalog.ReadFolder reads.
package catalogue

import "embed"

// Files are the catalogue's files.
//
//go:embed *.json
var Files embed.FS
