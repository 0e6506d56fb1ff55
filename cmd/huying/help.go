package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// help prints what a command does and takes. kong's own is in English.
func help(_ kong.HelpOptions, c *kong.Context) error {
	node := c.Model.Node
	if selected := c.Selected(); selected != nil {
		node = selected
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n用法：huying%s [选项]\n", node.Help, path(node))
	if len(node.Children) > 0 {
		b.WriteString("\n命令：\n")
		for _, child := range node.Children {
			if !child.Hidden {
				fmt.Fprintf(&b, "  %-16s %s\n", child.Name, child.Help)
			}
		}
	}
	if len(node.Positional) > 0 {
		b.WriteString("\n参数：\n")
		for _, arg := range node.Positional {
			fmt.Fprintf(&b, "  %-32s %s\n", arg.Summary(), arg.Help)
		}
	}
	b.WriteString("\n选项：\n")
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			text := f.Help
			if f.Name == "help" {
				text = "显示用法"
			}
			fmt.Fprintf(&b, "  %-32s %s\n", flagForm(f), text)
		}
	}
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

func path(node *kong.Node) string {
	if node.Type == kong.ApplicationNode {
		return " <命令>"
	}
	text := ""
	for _, arg := range node.Positional {
		text += " " + arg.Summary()
	}
	for ; node.Type != kong.ApplicationNode; node = node.Parent {
		text = " " + node.Name + text
	}
	return text
}

func flagForm(f *kong.Flag) string {
	form := "--" + f.Name
	if !f.IsBool() {
		form += " " + strings.ToUpper(strings.Trim(f.FormatPlaceHolder(), `"`))
	}
	return form
}
