package main

import (
	"encoding/json"
	"testing"
)

func TestTheContractIsPrintedWithoutAServer(t *testing.T) {
	t.Parallel()
	out, err := banli(t, "openapi").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal(out, &doc); err != nil || doc.OpenAPI != "3.1.0" || doc.Paths["/api/inbox"] == nil {
		t.Errorf("%v: %.200s", err, out)
	}
	refused(t, banli(t, "openapi", "extra"), "no arguments")
}
