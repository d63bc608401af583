package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
)

// verifyLimit bounds a verification that a running server is asked for.
const verifyLimit = 30 * time.Minute

// verifyCommand says whether the record of who did what is whole. While a
// server has the data folder open it is asked to look; otherwise the store is
// opened for the moment.
func verifyCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("banli verify-audit", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var c config
	c.storeFlags(flags)
	expect := flags.String("expect", "", "`digest` of an earlier run, or a file with that run's output: everything up to it must still be there")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err.Error()}
	}
	if flags.NArg() > 0 {
		return &usageError{fmt.Sprintf("verify-audit takes no argument, got %q", flags.Arg(0))}
	}
	if text, err := os.ReadFile(*expect); err == nil {
		*expect = string(text)
	}
	report, err := verifyRecord(ctx, c, *expect)
	if errors.Is(err, audit.ErrDigest) {
		return &usageError{fmt.Sprintf("--expect: %q is neither a digest such as 12:9f86d0… nor a file that holds one", *expect)}
	}
	if err != nil {
		return err
	}
	return tellReport(report, stdout)
}

// errRecordChanged says that a verification found something.
var errRecordChanged = errors.New("the record of who did what was changed")

func tellReport(r *audit.Report, stdout io.Writer) error {
	for _, f := range r.Findings {
		fmt.Fprintln(stdout, f)
	}
	for _, name := range r.Restored {
		fmt.Fprintf(stdout, "%s was missing where it is searched and was put back from its object: a crash leaves that, and so does somebody who deletes it\n", name)
	}
	fmt.Fprintf(stdout, "%d entries about %d objects, of them %d cases; %d erased by law; %d findings\n",
		r.Entries, r.Objects, r.Instances, r.Erased, len(r.Findings))
	if len(r.Findings) > 0 {
		return fmt.Errorf("%w: %d findings", errRecordChanged, len(r.Findings))
	}
	_, err := fmt.Fprintf(stdout, "The record is whole. Keep this digest elsewhere, and give it to the next run with --expect:\n%s\n", r.Digest)
	return err
}

func verifyRecord(ctx context.Context, c config, expect string) (*audit.Report, error) {
	if _, err := os.Stat(c.Data); err != nil && !c.place().shared() { // looking must not make a store
		return nil, fmt.Errorf("there is no data folder to look into: %w", err)
	}
	backend, err := c.openBeside(ctx)
	if errors.Is(err, store.ErrInUse) {
		answer, err := askServer(ctx, c.Data, controlRequest{Verify: true, Expect: expect}, verifyLimit)
		return answer.Report, err
	}
	if err != nil {
		return nil, err
	}
	report, err := verifyStore(ctx, c, backend, expect)
	return report, errors.Join(err, backend.Close())
}

func verifyStore(ctx context.Context, c config, backend store.Backend, expect string) (*audit.Report, error) {
	record, err := openRecord(ctx, c.beside(), backend, audit.Options{})
	if err != nil {
		return nil, err
	}
	sources, err := auditSources(backend)
	if err != nil {
		return nil, err
	}
	return record.Verify(audit.With(ctx, audit.Who{Scheme: audit.SchemeCommandLine}), sources, expect)
}

// openRecord opens the record with the key that the master key keeps.
func openRecord(ctx context.Context, c config, backend store.Backend, o audit.Options) (*audit.Recorder, error) {
	_, missing := os.Stat(keyPath(c))
	keys, err := masterKey(c)
	if err != nil {
		return nil, err
	}
	o.Vault = keys
	record, err := audit.New(ctx, backend, clock.System(), o)
	if !errors.Is(err, audit.ErrKey) {
		return record, err
	}
	if errors.Is(missing, fs.ErrNotExist) {
		// A key that was made just now opens nothing, and would look like the one
		// that was lost.
		return nil, errors.Join(fmt.Errorf("%w: %s is not there, and no new one was made", company.ErrKey, keyPath(c)), os.Remove(keyPath(c)))
	}
	return nil, fmt.Errorf("%w: %w", company.ErrKey, err)
}

// auditSources lists everything whose record is kept.
func auditSources(backend store.Backend) ([]audit.Source, error) {
	var all []audit.Source
	for _, of := range []func(store.Backend) ([]audit.Source, error){
		identity.AuditSources, company.AuditSources, files.AuditSources, lists.AuditSources, studio.AuditSources, workflow.AuditSources, webhook.AuditSources,
	} {
		sources, err := of(backend)
		if err != nil {
			return nil, err
		}
		all = append(all, sources...)
	}
	return all, nil
}
