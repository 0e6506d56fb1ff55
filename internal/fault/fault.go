// Package fault is how every part of Huying refuses: a kind that the edge maps to a status, a stable code for
// programs, and one clear sentence in Chinese for the person who asked. The sentence is safe to show to the public;
// the cause is for the log only.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what went wrong in the terms of the caller. httpapi turns each kind into one HTTP status.
type Kind string

// The closed list of kinds.
const (
	Invalid         Kind = "invalid"         // the input is malformed or breaks a rule of form
	Unauthenticated Kind = "unauthenticated" // nobody is signed in, or the session has ended
	Forbidden       Kind = "forbidden"       // the person may not do this
	NotFound        Kind = "not_found"       // there is no such thing, or the person may not know of it
	Conflict        Kind = "conflict"        // somebody else was first, or the state does not allow it
	Refused         Kind = "refused"         // a rule of the business forbids it (late extension, closed list ...)
	TooLarge        Kind = "too_large"       // the input is larger than accepted
	TooMany         Kind = "too_many"        // too many attempts; wait
	Unsupported     Kind = "unsupported"     // a file type or encoding that is not accepted
	Internal        Kind = "internal"        // our fault; the cause is in the log
)

// Field is one field of the input that is wrong, with a sentence that says why.
type Field struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Error is a refusal. Code is stable ("hotline.return.late"); Message is one sentence in Chinese.
type Error struct {
	Kind    Kind
	Code    string
	Message string
	Rule    string // the rule id or article behind the refusal, if there is one
	Fields  []Field
	cause   error
}

// New makes a refusal.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// Newf is New with a formatted sentence. Never format personal data into it.
func Newf(kind Kind, code, format string, args ...any) *Error {
	return New(kind, code, fmt.Sprintf(format, args...))
}

// Because keeps the technical cause for the log. It changes and returns e.
func (e *Error) Because(cause error) *Error { e.cause = cause; return e }

// Under names the rule id or article that forbids it. It changes and returns e.
func (e *Error) Under(rule string) *Error { e.Rule = rule; return e }

// On adds a wrong field. It changes and returns e.
func (e *Error) On(field, message string) *Error {
	e.Fields = append(e.Fields, Field{Name: field, Message: message})
	return e
}

// Error is for logs: it includes the cause.
func (e *Error) Error() string {
	s := string(e.Kind) + " " + e.Code + ": " + e.Message
	for _, f := range e.Fields {
		s += " [" + f.Name + ": " + f.Message + "]"
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// From finds the refusal in err; any other error becomes an Internal one that shows nothing of it. From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return New(Internal, "internal", "系统出现故障，请稍后再试。").Because(err)
}

// Is reports whether err is a refusal of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// Code gives the stable code of err, or "" when it is not a refusal.
func Code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
