// Package document sets official papers in Chinese type: notices, sheets, receipts. The caller says what a paper states;
// the package decides how it looks.
package document

import "time"

// Notice is an official paper: a title, its number, to whom it goes, facts in a table, paragraphs, and who issued it when.
type Notice struct {
	Title     string
	Number    string
	Addressee string
	Fields    []Field
	Body      []string // paragraphs, set with a first-line indent
	Issuer    string
	Date      time.Time
	QR        string // what the code in the corner says; "" leaves it out
}

// Field is one row of the table of facts.
type Field struct {
	Label string
	Value string
}
