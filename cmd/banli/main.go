package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	goruntime "runtime"
	"runtime/debug"
	"slices"
	"syscall"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/script"
)

// systemClock is the clock that a server works by; tests of the whole program
// put a faster one in its place.
var systemClock = clock.System

// command is one of the things that banli can be told to do.
type command struct {
	help string
	run  func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

func commands() map[string]command {
	return map[string]command{
		"serve":        {"run the server", serveCommand},
		"token":        {"token create --user NAME: make an API token, shown once", tokenCommand},
		"policy":       {"policy check PATH: say whether a policy folder or bundle can be used", policyCommand},
		"verify-audit": {"say whether the record of who did what is whole", verifyCommand},
		"migrate":      {"move all documents between an embedded store and MongoDB", migrateCommand},
		"openapi":      {"print the OpenAPI document of the API", openapiCommand},
		"bench":        {"measure the server and its store on this machine", benchCommand},
		"version":      {"print the version", versionCommand},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out a command line and returns the process's exit code: 0, 1
// for a failure, 2 for a command line that is wrong.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 1 && args[0] == script.WorkerCommand {
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(stderr, "banli:", err)
			return 1
		}
		return 0
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		usage(stdout)
		return 0
	}
	c, ok := commands()[args[0]]
	if !ok {
		fmt.Fprintf(stderr, "banli: there is no command %q\n\n", args[0])
		usage(stderr)
		return 2
	}
	err := c.run(ctx, args[1:], stdout, stderr)
	var wrong *usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(stderr, "banli:", err)
		return 2
	default:
		fmt.Fprintln(stderr, "banli:", err)
		return 1
	}
}

// usageError says that a command line is wrong.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usage(w io.Writer) {
	fmt.Fprint(w, "Banli runs a company's forms and approvals.\n\nUsage: banli COMMAND [flags]\n\n")
	all := commands()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(w, "  %-12s %s\n", name, all[name].help)
	}
	fmt.Fprint(w, "\nbanli COMMAND -h lists a command's flags.\n")
}

func versionCommand(_ context.Context, _ []string, stdout, _ io.Writer) error {
	_, err := fmt.Fprintln(stdout, "banli", version(), goruntime.Version())
	return err
}

// version is the program's version as its build says, "(devel)" for one that
// was built from a working copy.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return info.Main.Version
}
