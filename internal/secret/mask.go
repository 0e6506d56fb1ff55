package secret

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind says what a value is, and so what its normal form is. It is part of what the blind index digests.
type Kind string

// The kinds of values that are looked up whole.
const (
	Phone    Kind = "phone"
	Identity Kind = "identity" // resident identity number, passport or social credit code
)

// normal is the form in which two writings of the same value are equal.
func (k Kind) normal(value string) string {
	value = norm.NFKC.String(value)
	if k == Phone {
		return normalPhone(value)
	}
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, value))
}

// normalPhone keeps the digits, without the prefix of the country.
func normalPhone(value string) string {
	abroad := strings.HasPrefix(strings.TrimSpace(value), "+")
	digits := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, value)
	if rest, ok := strings.CutPrefix(digits, "0086"); ok {
		return domestic(rest)
	}
	if rest, ok := strings.CutPrefix(digits, "86"); ok && (abroad || len(rest) == 11 && rest[0] == '1') {
		return domestic(rest)
	}
	return digits
}

// domestic gives a number that was written with the country's prefix as it is written at home: a landline's area code
// starts with 0 there, a mobile number with 1.
func domestic(rest string) string {
	if rest == "" || rest[0] == '0' || rest[0] == '1' && len(rest) == 11 {
		return rest
	}
	return "0" + rest
}

// MaskPhone shows a number as 138****5678; of a shorter one only the last two digits.
func MaskPhone(phone string) string {
	switch n := len([]rune(phone)); {
	case n >= 11:
		return mask(phone, 3, 4)
	case n >= 7:
		return mask(phone, 0, 2)
	default:
		return mask(phone, 0, 0)
	}
}

// MaskName shows the first character, as 张* or 欧***.
func MaskName(name string) string {
	if len([]rune(name)) < 2 {
		return mask(name, 0, 0)
	}
	return mask(name, 1, 0)
}

// MaskID shows the first three and the last four characters of an identity number, so neither the birthday nor the
// district; of a shorter one only the last two.
func MaskID(id string) string {
	switch n := len([]rune(id)); {
	case n >= 15:
		return mask(id, 3, 4)
	case n >= 7:
		return mask(id, 0, 2)
	default:
		return mask(id, 0, 0)
	}
}

// mask keeps head characters at the start and tail at the end.
func mask(text string, head, tail int) string {
	runes := []rune(text)
	return string(runes[:head]) + strings.Repeat("*", len(runes)-head-tail) + string(runes[len(runes)-tail:])
}
