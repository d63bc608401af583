package templates

import (
	"embed"
	"fmt"
)

//go:embed leave/app.json
var files embed.FS

// names lists the templates in the order in which they are offered.
var names = []string{"leave"}

// Names lists the templates in the order in which they are offered.
func Names() []string { return append([]string(nil), names...) }

// App returns the definition of a template as JSON.
func App(name string) ([]byte, error) {
	text, err := files.ReadFile(name + "/app.json")
	if err != nil {
		return nil, fmt.Errorf("templates: there is no template %q: %w", name, err)
	}
	return text, nil
}
