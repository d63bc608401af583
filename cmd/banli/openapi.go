package main

import (
	"context"
	"flag"
	"io"

	"github.com/banli-oa/banli/runtime/httpapi/openapi"
)

// openapiCommand prints the contract of the API, so that a client can be made
// from it without a running server.
func openapiCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("openapi", flag.ContinueOnError)
	flags.SetOutput(stderr)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return &usageError{"openapi takes no arguments"}
	}
	text, err := openapi.Load()
	if err != nil {
		return err
	}
	_, err = stdout.Write(append(text, '\n'))
	return err
}
