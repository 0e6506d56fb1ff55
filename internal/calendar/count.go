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

// Between is how many working days lie after a and not after b; 0 if b is not after a.
func (c *Calendar) Between(a, b Date) int {
	n := 0
	for d := a + 1; d <= b; d++ {
		if c.Working(d) {
			n++
		}
	}
	return n
}
