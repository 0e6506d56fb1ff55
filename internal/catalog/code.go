package catalog

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/storage"
)

// creditAlphabet is that of GB 32100: no I, O, S, V, Z.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ValidCredit reports whether the text is a unified social credit code with the right check character (GB 32100).
func ValidCredit(code string) bool {
	return len(code) == 18 && creditCheck(code[:17]) == code[17]
}

// creditCheck gives the 18th character, or 0 for characters that do not belong.
func creditCheck(first17 string) byte {
	sum, weight := 0, 1
	for i := range first17 {
		n := strings.IndexByte(creditAlphabet, first17[i])
		if n < 0 {
			return 0
		}
		sum += n * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// ValidIdentity reports whether the text is a citizen's identity number: 18 characters, a day that exists, the right check
// character (GB 11643).
func ValidIdentity(number string) bool {
	if len(number) != 18 {
		return false
	}
	sum := 0
	for i := range 17 {
		if number[i] < '0' || number[i] > '9' {
			return false
		}
		sum += int(number[i]-'0') * (1 << (17 - i) % 11)
	}
	if _, err := time.Parse("20060102", number[6:14]); err != nil {
		return false
	}
	return "10X98765432"[sum%11] == number[17]
}

// PlaceholderCredit makes a credit code, valid in form, for a body whose own has not been entered: registered as an organ
// of state (11) in the region, with a number drawn from the department's id. It is the same each time.
func PlaceholderCredit(regionID, dept string) string {
	region := (regionID + "000000")[:6]
	h := fnv.New32a()
	h.Write([]byte(dept))
	organ := fmt.Sprintf("%08d", h.Sum32()%100_000_000)
	code := "11" + region + organ + organCheck(organ)
	return code + string(creditCheck(code))
}

// organCheck is the check character of an organisation code (GB 11714).
func organCheck(eight string) string {
	sum := 0
	for i, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(eight[i]-'0') * w
	}
	switch c := 11 - sum%11; c {
	case 10:
		return "X"
	case 11:
		return "0"
	default:
		return strconv.Itoa(c)
	}
}

// levelDigits are the codes of GB/T 39046 A.2.
var levelDigits = map[Level]string{National: "1", Province: "2", City: "3", County: "4", Township: "5", Village: "6", ByLevels: "7"}

// codes fills the identifiers that a record lacks: the basic code is a serial number, the implementing code is the body's
// credit code, the level's digit and the basic code.
func (s *Service) codes(tx *storage.Tx, dept org.Department, r *Record) error {
	if r.BasicCode == "" {
		n, err := casework.NextSerial(tx, "catalog.basic")
		if err != nil {
			return err
		}
		r.BasicCode = fmt.Sprintf("%0*d", s.policy.Now().Int(setBasicCode, dept.RegionPath), n)
	}
	if r.Code != "" {
		return nil
	}
	body, err := s.BodyOf(tx, dept)
	r.Code = body.Credit + cmp.Or(levelDigits[r.Level], levelDigits[ByLevels]) + r.BasicCode
	return err
}

var codeForm = regexp.MustCompile(`^[0-9A-Z]+$`)

// checkCodes holds the identifiers to the lengths that policy sets; where they have the national structure, its parts
// must agree.
func (c *checker) checkCodes() {
	r := c.record
	if want := c.policy.Int(setBasicCode, c.region); len(r.BasicCode) != want || !codeForm.MatchString(r.BasicCode) {
		c.block("CAT-20", "basicCode", "基本编码应为%d位数字或大写字母。", want)
	}
	want := c.policy.Int(setItemCode, c.region)
	switch structured := want == 19+len(r.BasicCode); {
	case len(r.Code) != want || !codeForm.MatchString(r.Code):
		c.block("CAT-20", "code", "实施编码应为%d位数字或大写字母。", want)
	case structured && (!ValidCredit(r.Code[:18]) || !strings.HasSuffix(r.Code, r.BasicCode)):
		c.block("CAT-20", "code", "实施编码应由实施主体的统一社会信用代码、行使层级代码和基本编码组成。")
	}
}
