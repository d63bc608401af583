package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// tokenCommand makes an API token. While a server has the data folder open it
// is asked to; otherwise the store is opened for the moment. A MongoDB store is
// opened beside the servers that use it.
func tokenCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 || args[0] != "create" {
		return &usageError{"usage: banli token create --user NAME [--name LABEL] [--data FOLDER | --mongodb-uri URI]"}
	}
	flags := flag.NewFlagSet("banli token create", flag.ContinueOnError)
	flags.SetOutput(stderr)
	user := flags.String("user", "", "`login` of the person that the token speaks for")
	name := flags.String("name", "command line", "what the token is for")
	var c config
	c.storeFlags(flags)
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err.Error()}
	}
	if *user == "" {
		return &usageError{"token create needs --user NAME"}
	}
	token, err := createToken(ctx, c, *user, *name)
	if errors.Is(err, identity.ErrPersonUnknown) {
		return fmt.Errorf("nobody with the login %q works here", *user)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(stderr, "This is shown once; keep it safe:")
	_, err = fmt.Fprintln(stdout, token)
	return err
}

func createToken(ctx context.Context, c config, user, name string) (string, error) {
	backend, err := c.openBeside(ctx)
	if errors.Is(err, store.ErrInUse) {
		answer, err := askServer(ctx, c.Data, controlRequest{User: user, Name: name}, controlLimit)
		return answer.Token, err
	}
	if err != nil {
		return "", err
	}
	token, err := createTokenIn(ctx, backend, c, user, name)
	return token, errors.Join(err, backend.Close())
}

func createTokenIn(ctx context.Context, backend store.Backend, c config, user, name string) (string, error) {
	record, err := openRecord(ctx, c.beside(), backend, audit.Options{})
	if err != nil {
		return "", err
	}
	people, err := identity.New(ctx, backend, clock.System(), identity.Options{Audit: record})
	if err != nil {
		return "", err
	}
	token, _, err := people.CreateToken(audit.With(ctx, audit.Who{Scheme: audit.SchemeCommandLine}), user, name)
	return token, errors.Join(err, record.Flush(ctx))
}
