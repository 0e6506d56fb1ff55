package org

import (
	"time"

	"huying/internal/storage"
)

// ItemClass names a service item and how it is handled, for the report of what is authorised.
type ItemClass struct {
	Item  string `json:"item"`
	Class string `json:"class"`
}

// Coverage says of one item whether somebody at the window holds the power that its class wants, and by which letters.
// An item without is insufficiently authorised (授权不充分, ORG-10).
type Coverage struct {
	Item    string   `json:"item"`
	Class   string   `json:"class"`
	Power   Power    `json:"power,omitempty"` // "" when the class wants none
	Covered bool     `json:"covered"`
	Letters []string `json:"letters"` // numbers of the letters in force
	Windows []string `json:"windows"` // the windows they are the standard of (ORG-08)
}

// CoverageOf reports item by item who is authorised at an instant, in the order of items (ORG-09, ORG-10).
func CoverageOf(tx *storage.Tx, items []ItemClass, at time.Time) ([]Coverage, error) {
	letters, err := authorisations(tx, ` WHERE revoked_at IS NULL ORDER BY number, id`)
	if err != nil {
		return nil, err
	}
	out := make([]Coverage, 0, len(items))
	for _, item := range items {
		out = append(out, coverageOf(item, letters, at))
	}
	return out, nil
}

func coverageOf(item ItemClass, letters []Authorisation, at time.Time) Coverage {
	c := Coverage{Item: item.Item, Class: item.Class, Letters: []string{}, Windows: []string{}}
	for power, p := range powers {
		if p.class == item.Class {
			c.Power = power
		}
	}
	c.Covered = c.Power == ""
	for _, l := range letters {
		if c.Power == "" || !l.InForce(at) || l.Gives(c.Power, item.Item, item.Class) != "" {
			continue
		}
		c.Covered = true
		c.Letters = append(c.Letters, l.Number)
		if l.Window != "" {
			c.Windows = append(c.Windows, l.Window)
		}
	}
	return c
}
