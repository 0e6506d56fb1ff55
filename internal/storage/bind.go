package storage

import (
	"database/sql/driver"
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"huying/internal/fault"
)

// Millis is how an instant is kept: milliseconds since 1970, UTC. The zero time is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time is the instant that Millis kept, in UTC. 0 is the zero time.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// bind brings arguments to the few base types that both drivers treat alike: nil, int64, float64, string, []byte.
func bind(args []any) ([]any, error) {
	if len(args) == 0 {
		return nil, nil
	}
	bound := make([]any, len(args))
	for i, arg := range args {
		v, err := bindOne(arg)
		if err != nil {
			return nil, err
		}
		bound[i] = v
	}
	return bound, nil
}

func bindOne(arg any) (any, error) {
	switch v := arg.(type) {
	case nil:
		return nil, nil
	case string:
		return bindText(v)
	case int64, float64, []byte:
		return v, nil
	case int:
		return int64(v), nil
	case bool:
		return bit(v), nil
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		return v.UnixMilli(), nil
	}
	return bindByShape(arg)
}

func bindByShape(arg any) (any, error) {
	v := reflect.ValueOf(arg)
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, nil
	}
	switch w := arg.(type) {
	case driver.Valuer:
		value, err := w.Value()
		if err != nil {
			return nil, err
		}
		return bindOne(value)
	case encoding.TextMarshaler:
		text, err := w.MarshalText()
		if err != nil {
			return nil, err
		}
		return bindText(string(text))
	}
	switch v.Kind() {
	case reflect.Pointer:
		return bindOne(v.Elem().Interface())
	case reflect.String:
		return bindText(v.String())
	case reflect.Bool:
		return bit(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("storage: a %T cannot be kept", arg)
}

// bindText refuses what PostgreSQL cannot keep and SQLite would keep silently.
func bindText(s string) (any, error) {
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		return nil, fault.New(fault.Invalid, "storage.text", "文字中含有无法保存的字符（空字符或乱码），请删除后重试。")
	}
	return s, nil
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// targets wraps the destinations that need a conversion; the others go to the driver as they are.
func targets(dest []any) []any {
	wrapped := make([]any, len(dest))
	for i, d := range dest {
		switch d := d.(type) {
		case *time.Time:
			wrapped[i] = timeTarget{d}
		case *bool:
			wrapped[i] = bitTarget{d}
		case encoding.TextUnmarshaler:
			wrapped[i] = textTarget{d}
		default:
			wrapped[i] = d
		}
	}
	return wrapped
}

type timeTarget struct{ to *time.Time }

// Scan reads milliseconds.
func (t timeTarget) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t.to = time.Time{}
	case int64:
		*t.to = Time(v)
	default:
		return fmt.Errorf("storage: an instant is kept as %T, want BIGINT milliseconds", src)
	}
	return nil
}

type bitTarget struct{ to *bool }

// Scan reads 0 or 1.
func (t bitTarget) Scan(src any) error {
	switch v := src.(type) {
	case int64:
		*t.to = v != 0
	case bool:
		*t.to = v
	default:
		return fmt.Errorf("storage: a truth value is kept as %T, want 0 or 1", src)
	}
	return nil
}

type textTarget struct{ to encoding.TextUnmarshaler }

// Scan reads text. NULL leaves the destination as it is.
func (t textTarget) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return t.to.UnmarshalText([]byte(v))
	case []byte:
		return t.to.UnmarshalText(v)
	}
	return fmt.Errorf("storage: a text is kept as %T", src)
}
