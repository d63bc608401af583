package main

import (
	"context"
	"fmt"
	"io"

	"github.com/banli-oa/banli/policies/bundle"
)

// policyCommand says whether a policy can be used, before a server is given it.
func policyCommand(ctx context.Context, args []string, stdout, _ io.Writer) error {
	if len(args) != 2 || args[0] != "check" {
		return &usageError{"usage: banli policy check PATH"}
	}
	candidate, err := bundle.Load(ctx, args[1], bundle.Options{})
	if err != nil {
		return fmt.Errorf("the policy was refused: %w", err)
	}
	_, err = fmt.Fprintln(stdout, "The policy can be used; its revision is", candidate.Policy.Revision())
	return err
}
