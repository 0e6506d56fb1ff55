package org

import (
	"strings"
	"testing"

	"huying/internal/storage"
)

// A sharpened scope shows the same things: a department without children by its path alone, one with children by its subtree.
func TestSharpenedScopeShowsTheSame(t *testing.T) {
	d := &Directory{departments: []Department{{Path: "/a/"}, {Path: "/a/b/"}, {Path: "/ab/"}}}
	for _, path := range []string{"/a/", "/a/b/", "/ab/"} {
		s := Scope{parts: []part{{dept: path}}}
		sharp := d.Sharpen(s)
		for _, dept := range d.departments {
			if s.Covers(dept.Path, "") != sharp.Covers(dept.Path, "") {
				t.Errorf("%s in the scope of %s", dept.Path, path)
			}
		}
		var args []any
		sql := sharp.SQL(storage.SQLite, "c.dept", "c.region", &args)
		if leaf := strings.Contains(sql, "c.dept = $1"); leaf != (path != "/a/") {
			t.Errorf("%s: %s", path, sql)
		}
	}
}
