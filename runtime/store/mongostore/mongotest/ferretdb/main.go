// Command ferretdb runs FerretDB over a PostgreSQL server of its own: something
// that speaks MongoDB's protocol, for tests. It is a module of its own, so that
// nothing of it gets into the product.
//
// It prints its address once it listens, and ends when its standard input
// does, taking PostgreSQL and all data with it, so that nothing outlives the
// test that started it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	// PostgreSQL is ended with the thread that started it (see Pdeathsig).
	runtime.LockOSThread()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	postgres, err := startPostgres(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, postgres.stop()) }()
	f, err := ferretdb.New(&ferretdb.Config{
		Listener:      ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:       "postgresql",
		PostgreSQLURL: postgres.url().String(),
		Logger:        slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	go func() { fmt.Println(f.MongoDBURI()) }()
	return f.Run(ctx)
}
