package demo

import (
	"context"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Wire makes the services of a city that stands alone, for simulations and tests: nothing goes out of the house, each
// upper body confirms at once what is filed with it, and alerts are heard by nobody.
func Wire(ctx context.Context, db *storage.DB, clk *clock.Virtual, vault *secret.Keeper) (Services, error) {
	settings, err := policy.Open(ctx, db, org.RegionExists, org.Settings, catalog.Policies, hotline.Policies, approval.Policies)
	if err != nil {
		return Services{}, err
	}
	kernel, err := casework.New(db, catalog.Flow, hotline.Flow, hotline.AssistFlow,
		approval.Flow, approval.OpinionFlow, approval.CheckFlow, approval.BundleFlow, approval.ProjectFlow)
	if err != nil {
		return Services{}, err
	}
	s := Services{DB: db, Clock: clk, Policy: settings, Kernel: kernel, Org: org.New(db, clk, settings, vault.Field("org.person.phone", secret.Phone)), Outbox: outbox.NewWorker(db, outbox.Options{})}
	s.Catalog = catalog.New(db, kernel, s.Org, settings, nil)
	s.Hotline = hotline.New(db, kernel, s.Org, settings, vault, nil)
	s.Approval = approval.New(db, kernel, s.Org, settings, vault, s.Catalog, nil)
	s.Outbox.Handle(approval.HolderTopic, func(context.Context, outbox.Delivery) error { return nil })
	s.Outbox.Handle(approval.AlertTopic, func(context.Context, outbox.Delivery) error { return nil })
	s.Outbox.Handle(hotline.FilingTopic, func(ctx context.Context, d outbox.Delivery) error {
		var m hotline.FilingMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		return s.Hotline.Filed(ctx, m.Order, m.Round, m.Body, "回执"+m.Number)
	})
	return s, nil
}
