package org

import (
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/storage"
)

// RoundOpen is a round that somebody may write down now. Of what is on the roster it is one of his own turns, the latest
// that has begun and has no record of his; From and To bound it, and are zero for the other kinds.
type RoundOpen struct {
	Kind string    `json:"kind"`
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// roundsOpen lists what RecordRound would take of a person in a hall (DUTY-09 to DUTY-13, DUTY-18).
func (s *Service) roundsOpen(tx *storage.Tx, by Actor, hall Department) ([]RoundOpen, error) {
	open := []RoundOpen{}
	for _, k := range RoundKinds {
		if k.Permission == "" {
			continue
		}
		if _, err := mayRecord(by, k, hall); err != nil {
			continue
		}
		if k.Shift == "" {
			open = append(open, RoundOpen{Kind: k.Key})
			continue
		}
		sh, found, err := s.turnOpen(tx, by, k, hall)
		if err != nil {
			return nil, err
		}
		if found {
			open = append(open, RoundOpen{Kind: k.Key, From: sh.From, To: sh.To})
		}
	}
	return open, nil
}

func (s *Service) turnOpen(tx *storage.Tx, by Actor, k RoundKind, hall Department) (Shift, bool, error) {
	first := calendar.DateOf(tx.Now).Add(-s.settings.Now().Int(setRoundLate, hall.RegionPath))
	turns, err := shifts(tx, ` AND department_id = $1 AND kind = $2 AND from_at <= $3 AND to_at > $4`, hall.ID, string(k.Shift),
		storage.Millis(tx.Now), storage.Millis(first.Start()))
	if err != nil {
		return Shift{}, false, err
	}
	for _, sh := range slices.Backward(turns) {
		if !by.Is(sh.Person) && !slices.ContainsFunc(sh.Standby, by.Is) {
			continue
		}
		recorded, err := exists(tx, `SELECT 1 FROM org_round WHERE shift_id = $1 AND person_id = $2`, sh.ID, by.ID)
		if err != nil || !recorded {
			return sh, err == nil, err
		}
	}
	return Shift{}, false, nil
}
