package main

import (
	"cmp"
	"context"
	"maps"
	"os"
	"slices"
	"strings"

	"huying/internal/app"
	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/fault"
	"huying/internal/org"
)

// importCatalogCmd takes a catalogue of service items over. Importing it again changes nothing.
type importCatalogCmd struct {
	From string `arg:"" name:"文件" optional:"" help:"目录或文件；不填则导入自带的示范事项库" type:"path"`
}

// Run imports the catalogue. Items that cannot be published are told; they are no failure.
func (i importCatalogCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) error {
		folder, err := i.read(ctx, a)
		if err != nil {
			return err
		}
		res, err := a.Catalog.Import(ctx, org.System(), folder, func(done, total int) { c.progress("已导入 %d / %d 项", done, total) })
		c.progressDone()
		if err != nil {
			return err
		}
		tellCatalog(c, res)
		return c.print(res)
	})
}

func (i importCatalogCmd) read(ctx context.Context, a *app.App) (*catalog.Folder, error) {
	if i.From == "" {
		return catalog.ReadFolder(catalogue.Files)
	}
	info, err := os.Stat(i.From)
	if err == nil && info.IsDir() {
		return catalog.ReadFolder(os.DirFS(i.From))
	}
	text, err := os.ReadFile(i.From)
	if err != nil {
		return nil, fault.Newf(fault.Invalid, "import.file", "无法读取文件%s。", i.From).Because(err)
	}
	return a.Catalog.ReadFile(ctx, text)
}

func tellCatalog(c *console, r *catalog.ImportResult) {
	c.say("事项：新增%d项，变更%d项，未变%d项，拒绝%d项；主题%d个，收费文件%d份", r.Created, r.Changed, r.Unchanged, len(r.Refused), r.Bundles, r.FeeDocuments)
	for _, item := range r.Refused {
		c.say("  拒绝“%s”（%s）：", item.Name, item.Key)
		for _, f := range item.Findings {
			c.say("    %s：%s%s", f.Field, f.Message, ruled(f.Rule))
		}
	}
	noted := map[string]int{}
	for _, item := range r.Noted {
		for _, f := range item.Findings {
			noted[f.Message+ruled(f.Rule)]++
		}
	}
	for _, line := range mostFirst(noted) {
		c.say("  提示%d项：%s", noted[line], line)
	}
}

// mostFirst sorts what was counted, the most frequent first.
func mostFirst(counted map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counted), func(a, b string) int {
		return cmp.Or(counted[b]-counted[a], strings.Compare(a, b))
	})
}

func ruled(rule string) string {
	if rule == "" {
		return ""
	}
	return "（" + rule + "）"
}
