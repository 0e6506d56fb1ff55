package calendar_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"huying/internal/calendar"
)

const oracleFolder = "../../web/node_modules/chinese-days"

// The script prints one line a day: date, 1 or 0 for worked or not, and H if a notice speaks of the day.
const oracleScript = `
const days = require(process.argv[1]), one = 864e5
for (let t = Date.UTC(2020, 0, 1); t < Date.UTC(2027, 0, 1); t += one) {
  const d = days.getDayDetail(new Date(t).toISOString().slice(0, 10))
  console.log(d.date, d.work ? 1 : 0, d.name.includes(',') ? 'H' : '-')
}`

// TestOracleChineseDays compares every day of 2020 to 2026 with an independent calendar, the npm package chinese-days.
func TestOracleChineseDays(t *testing.T) {
	if _, err := os.Stat(oracleFolder); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chinese-days is missing: run npm ci in web/ before the tests")
		}
		t.Skip("the independent calendar is not installed: run npm ci in web/ to compare with it")
	}
	script := exec.Command("node", "-e", oracleScript, "./"+oracleFolder)
	script.Env = append(os.Environ(), "TZ=Asia/Shanghai")
	out, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 2557 {
		t.Fatalf("the oracle told of %d days, not 2557", len(lines))
	}
	c := calendar.Official()
	for _, line := range lines {
		var want [3]string
		copy(want[:], strings.Fields(line))
		day := c.Day(date(want[0]))
		announced := day.Kind == calendar.Holiday || day.Kind == calendar.MakeUp
		if c.Working(day.Date) != (want[1] == "1") || announced != (want[2] == "H") {
			t.Errorf("%s: we say %s, the oracle says %s", want[0], day.Kind, line)
		}
	}
}
