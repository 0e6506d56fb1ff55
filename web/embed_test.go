package web

import (
	"io/fs"
	"testing"
)

func TestFilesRootIsTheBuildFolder(t *testing.T) {
	if _, err := fs.Stat(Files(), ".keep"); err != nil {
		t.Fatal(err)
	}
}
