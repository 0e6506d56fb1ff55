package calendar_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
)

const oracleFolder = "../../web/node_modules/chinese-days"

// The script prints one line a day: date, 1 or 0 for worked or not, and H if a notice speaks of the day.
const oracleScript = `
const [, folder, first, last] = process.argv, days = require(folder), one = 864e5
for (let t = Date.UTC(first, 0, 1); t < Date.UTC(+last + 1, 0, 1); t += one) {
  const d = days.getDayDetail(new Date(t).toISOString().slice(0, 10))
  console.log(d.date, d.work ? 1 : 0, d.name.includes(',') ? 'H' : '-')
}`

// On these weekend days off the oracle and the notice differ on whether the holiday covers them. Nobody works on them
// either way: the notice names the days, or says that the holiday adjoins them (与周末连休), or they lie between the day off
// and the day given for it (补休).
var namedOtherwise = map[string]calendar.DayKind{
	"2011-06-05": calendar.Holiday, // 6月4日至6日放假公休
	"2012-06-23": calendar.Holiday, // 6月22日至24日放假公休
	"2015-06-21": calendar.Holiday, // 6月20日放假，6月22日补休
	"2015-09-05": calendar.Holiday, // 9月3日至5日调休放假
	"2019-04-06": calendar.Weekend, // 4月5日放假，与周末连休
	"2019-04-07": calendar.Weekend,
	"2019-06-08": calendar.Weekend, // 6月7日放假，与周末连休
	"2019-06-09": calendar.Weekend,
	"2019-09-14": calendar.Weekend, // 9月13日放假，与周末连休
	"2019-09-15": calendar.Weekend,
}

// TestOracleChineseDays compares every day of the official calendar with an independent one, the npm package chinese-days.
func TestOracleChineseDays(t *testing.T) {
	if _, err := os.Stat(oracleFolder); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chinese-days is missing: run npm ci in web/ before the tests")
		}
		t.Skip("the independent calendar is not installed: run npm ci in web/ to compare with it")
	}
	c := calendar.Official()
	years := c.Years()
	first, last := years[0].Year, years[len(years)-1].Year
	script := exec.Command("node", "-e", oracleScript, "./"+oracleFolder, strconv.Itoa(first), strconv.Itoa(last))
	script.Env = append(os.Environ(), "TZ=Asia/Shanghai")
	out, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if want := int(calendar.Of(last+1, time.January, 1) - calendar.Of(first, time.January, 1)); len(lines) != want {
		t.Fatalf("the oracle told of %d days, not %d", len(lines), want)
	}
	for _, line := range lines {
		var want [3]string
		copy(want[:], strings.Fields(line))
		day := c.Day(date(want[0]))
		announced := day.Kind == calendar.Holiday || day.Kind == calendar.MakeUp
		if kind, found := namedOtherwise[want[0]]; found {
			if day.Kind != kind || want[1] != "0" || announced == (want[2] == "H") {
				t.Errorf("%s: we say %s, the oracle says %s: no longer named otherwise", want[0], day.Kind, line)
			}
			continue
		}
		if c.Working(day.Date) != (want[1] == "1") || announced != (want[2] == "H") {
			t.Errorf("%s: we say %s, the oracle says %s", want[0], day.Kind, line)
		}
	}
}
