package main

import (
	"context"

	"huying/internal/app"
)

type verifyCmd struct{}

// Run exits with 1 when anything differs.
func (verifyCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) error {
		var shown int64
		proof, err := a.Verify(ctx, func(done, total int64) {
			if done-shown >= 1000 || done == total {
				shown = done
				c.progress("已核验 %d / %d 条记录", done, total)
			}
		})
		c.progressDone()
		if err != nil {
			return err
		}
		c.say("核验记录 %d 条，重算 %d 件，封存点 %d 个，差异 %d 处。", proof.Events, proof.Cases, proof.Checkpoints, len(proof.Differences))
		for _, d := range proof.Differences {
			c.say("  %s：%s", d.Where, d.What)
		}
		if err := c.print(proof); err != nil {
			return err
		}
		if len(proof.Differences) > 0 {
			return errFound
		}
		return nil
	})
}
