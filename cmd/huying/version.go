package main

import "runtime"

type versionCmd struct{}

// Run names the program and what it was built with.
func (versionCmd) Run(c *console) error {
	c.say("呼应 %s（%s，%s/%s）", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return c.print(map[string]string{"version": version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
}
