// Package ui holds the built interface. A checkout without a build compiles
// too; the server then shows a page that says how to build it.
//
// It imports the standard library only.
package ui

import (
	"embed"
	"io/fs"
)

// The folder always exists: it holds a .gitkeep, which a build copies from
// public/ again.
//
//go:embed all:dist
var dist embed.FS

// Dist returns the built interface with index.html at its root, or a folder
// without one where nothing was built.
func Dist() fs.FS {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) //nolint:forbidigo // "dist" is a valid path, which is all that Sub checks
	}
	return built
}
