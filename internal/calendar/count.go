package calendar

// Day is what the calendar says of d.
func (c *Calendar) Day(d Date) Day {
	if i := int(d) - int(c.first); i >= 0 && i < len(c.days) {
		return c.days[i]
	}
	return plain(d)
}

// Working reports whether d is worked.
func (c *Calendar) Working(d Date) bool {
	if i := int(d) - int(c.first); i >= 0 && i < len(c.working) {
		return c.working[i]
	}
	return !weekend(d)
}

// Add is the n-th working day after d; d itself is not counted, so it need not be worked. n < 0 counts backwards from d;
// n = 0 is d itself.
func (c *Calendar) Add(d Date, n int) Date {
	step := Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d += step
		if c.Working(d) {
			n--
		}
	}
	return d
}

// Roll is d if it is worked, else the next working day (GAP-01).
func (c *Calendar) Roll(d Date) Date {
	for !c.Working(d) {
		d++
	}
	return d
}

// Between is how many working days lie after a and not after b; 0 if b is not after a. It costs the same for a day as
// for twenty years, for every row of a list asks how late it is.
func (c *Calendar) Between(a, b Date) int {
	if b <= a {
		return 0
	}
	return plainly(b) + c.shift(b) - plainly(a) - c.shift(a)
}

// shift is by how much the notices change the count of working days up to d: the weekend days worked, less the
// Mondays to Fridays off.
func (c *Calendar) shift(d Date) int {
	i := min(int(d)-int(c.first), len(c.shifts)-1)
	if i < 0 {
		return 0
	}
	return int(c.shifts[i])
}

// plainly counts the Mondays to Fridays up to d, from a Monday before the year 1.
func plainly(d Date) int {
	const monday = -110_000*7 - 3 // 1970-01-01 was a Thursday
	days := int(d) - monday
	return days/7*5 + min(days%7+1, 5)
}
