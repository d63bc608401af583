package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/banli-oa/banli/cmd/banli/internal/bench"
	"github.com/banli-oa/banli/runtime/store"
)

// benchCommand measures a server of its own and the store's floor beside it.
func benchCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("banli bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	clients := flags.Int("c", 8, "clients that work at the same time")
	duration := flags.Duration("d", 10*time.Second, "how long to measure")
	warm := flags.Duration("warm", 3*time.Second, "how long to warm up before")
	file := flags.String("json", "", "write the figures as JSON to this `file`; - writes them instead of the table")
	data := flags.String("data", "", "use this empty `folder` and leave it behind; by default a temporary one")
	serve := flags.String("serve", "", "`flags` for the server that is measured, such as \"--policies my.tar.gz\"")
	streams := flags.Int("streams", 0, "event streams that are open during the load")
	noFloor := flags.Bool("no-floor", false, "leave out the storage-only floor")
	floorOnly := flags.Bool("floor-only", false, "take the storage-only floor and nothing else")
	writes := flags.Float64("writes", 4.5, "with -floor-only: how often a case is written")
	notices := flags.Float64("notices", 3.5, "with -floor-only: how many notices a case becomes")
	body := flags.Int("body", 3072, "with -floor-only: size of a case in `bytes`")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &usageError{err.Error()}
	}
	switch {
	case flags.NArg() > 0:
		return &usageError{fmt.Sprintf("bench takes no argument, got %q", flags.Arg(0))}
	case *clients < 1 || *clients > 1000:
		return &usageError{"-c must be between 1 and 1000"}
	case *streams < 0:
		return &usageError{"-streams must not be negative"}
	case *duration <= 0 || *warm < 0:
		return &usageError{"-d must be positive and -warm not negative"}
	}

	if *floorOnly {
		floor, err := bench.TakeFloor(ctx, bench.FloorOptions{
			Clients: *clients, Duration: *duration, WarmUp: *warm, Writes: *writes, Notices: *notices, Body: *body,
		})
		if err != nil {
			return err
		}
		return printFigures(*file, floor, floor.Print, stdout)
	}
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("bench: find this program: %w", err)
	}
	report, err := bench.Run(ctx, bench.Options{
		Clients: *clients, Duration: *duration, WarmUp: *warm, Binary: binary, Data: *data,
		ServeFlags: strings.Fields(*serve), NoFloor: *noFloor, Streams: *streams,
		OpenStore: func(ctx context.Context, data string) (store.Backend, error) {
			return openStore(ctx, place{Data: data}, nil)
		},
	}, stderr)
	if err != nil && !errors.Is(err, bench.ErrLost) {
		return err
	}
	return errors.Join(err, printFigures(*file, report, report.Print, stdout))
}

// printFigures prints the table, and the JSON where it was asked for; a file
// named - takes the table's place.
func printFigures(file string, figures any, table func(io.Writer) error, stdout io.Writer) error {
	if file != "-" {
		if err := table(stdout); err != nil {
			return err
		}
	}
	if file == "" {
		return nil
	}
	return bench.WriteJSON(file, figures, stdout)
}
