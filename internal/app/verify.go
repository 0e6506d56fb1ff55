package app

import (
	"context"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/storage"
)

// Proof is what a walk over the whole record found.
type Proof struct {
	Events      int64              `json:"events"`
	Cases       int64              `json:"cases"`
	Checkpoints int64              `json:"checkpoints"`
	Differences []audit.Difference `json:"differences"`
}

// Verify walks every chain and every checkpoint and recomputes every case and every figure from the events. progress, when not nil, hears
// how many of how many events are walked. It changes nothing.
func (a *App) Verify(ctx context.Context, progress func(done, total int64)) (p Proof, err error) {
	p.Differences = []audit.Difference{}
	found := func(d audit.Difference) { p.Differences = append(p.Differences, d) }
	total, err := a.DB.Horizon(ctx, "audit_event", "pos")
	if err != nil {
		return p, err
	}
	var walked int64
	p.Events, err = audit.Chains(ctx, a.DB, found, func(stream string, events []audit.Event) error {
		walked += int64(len(events))
		if progress != nil {
			progress(walked, max(total, walked))
		}
		return a.DB.View(ctx, func(tx *storage.Tx) error {
			isCase, err := a.Kernel.Recompute(tx, stream, events, found)
			if err != nil || !isCase {
				return err
			}
			p.Cases++
			if err := a.Hotline.Recompute(tx, stream, events, found); err != nil {
				return err
			}
			if err := a.Catalog.Recompute(tx, stream, events, found); err != nil {
				return err
			}
			return a.Approval.Recompute(tx, stream, events, found)
		})
	})
	if err != nil {
		return p, err
	}
	err = a.DB.View(ctx, func(tx *storage.Tx) error {
		if err := a.Kernel.Unrecorded(tx, found); err != nil {
			return err
		}
		if err := catalog.Unrecorded(tx, found); err != nil {
			return err
		}
		return approval.Unrecorded(tx, found)
	})
	if err != nil {
		return p, err
	}
	if p.Checkpoints, err = audit.Checkpoints(ctx, a.DB, a.Vault, found); err != nil {
		return p, err
	}
	return p, a.Insight.Verify(ctx, found)
}

func (a *App) verifyForPage(ctx context.Context, progress func(done, total int)) (any, error) {
	return a.Verify(ctx, func(done, total int64) { progress(int(done), int(total)) })
}
