// Package catalogue is the model catalogue that comes with the program: real kinds of matters as a county would offer
// them, in the form that catalog.ReadFolder reads.
//
// It is a model (示范数据). Promised limits are invented. A law is named with its article where we are sure of the text;
// where we are not, the article is left out and the ground carries the note 由实施部门核对, and so does a statutory limit
// that no such article sets. Fees, conditions and materials are not compared with the texts in force. A department reviews
// its own items before anybody relies on them.
package catalogue

import "embed"

// Files are the catalogue's files.
//
//go:embed *.json
var Files embed.FS
