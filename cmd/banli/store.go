package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/banli-oa/banli/runtime/store/migrate"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// acceptFerretDB is the variable with which tests let the store run on
// FerretDB, which loses updates and is refused otherwise.
const acceptFerretDB = "BANLI_TEST_ACCEPT_FERRETDB"

// place says where documents are kept.
type place struct {
	// Data is the folder of the embedded store, the local files and the control
	// socket.
	Data string
	// MongoDB is the URI of a replica set that keeps the documents instead;
	// empty for the embedded store.
	MongoDB string
}

// shared reports whether other processes may use the same documents.
func (p place) shared() bool { return p.MongoDB != "" }

// name is how the store is called where people see it.
func (p place) name() string {
	if p.shared() {
		return "mongodb"
	}
	return "embedded"
}

// openStore opens the store of a server. The data folder belongs to it alone
// until it is closed, wherever the documents are.
func openStore(ctx context.Context, p place, log *slog.Logger) (migrate.Store, error) {
	if !p.shared() {
		s, err := sqlitestore.Open(ctx, p.Data, sqlitestore.Options{Logger: log})
		if err != nil {
			return nil, err // not a nil store inside an interface that is not nil
		}
		return whole(ctx, s)
	}
	unlock, err := sqlitestore.Lock(p.Data)
	if err != nil {
		return nil, err
	}
	s, err := openMongoDB(ctx, p.MongoDB, log)
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return &locked{Store: s, unlock: unlock}, nil
}

// storeFlags are the flags of a command that works on a server's store.
func (c *config) storeFlags(flags *flag.FlagSet) {
	flags.StringVar(&c.Data, "data", "data", "`folder` of the embedded store and of the master key")
	flags.StringVar(&c.MongoDB, "mongodb-uri", os.Getenv("BANLI_MONGODB_URI"), "`URI` of the MongoDB replica set that keeps the documents; BANLI_MONGODB_URI by default")
	flags.StringVar(&c.KeyFile, "key-file", os.Getenv("BANLI_KEY_FILE"), "`file` with the master key; master.key in the data folder by default")
}

// openBeside opens the store for a command. A data folder that a server has
// open is store.ErrInUse; a MongoDB store is opened beside its servers.
func (c config) openBeside(ctx context.Context) (migrate.Store, error) {
	if c.place().shared() {
		return openMongoDB(ctx, c.MongoDB, nil)
	}
	return openStore(ctx, c.place(), nil)
}

// beside is the configuration of a command on a store that servers use: the
// master key is theirs and must be there, for a new one would open nothing.
func (c config) beside() config {
	if c.place().shared() && c.KeyFile == "" {
		c.KeyFile = filepath.Join(c.Data, keyFileName)
	}
	return c
}

func openMongoDB(ctx context.Context, uri string, log *slog.Logger) (migrate.Store, error) {
	s, err := mongostore.Open(ctx, uri, mongostore.Options{Logger: log, AcceptFerretDB: os.Getenv(acceptFerretDB) != ""})
	if err != nil {
		return nil, err
	}
	return whole(ctx, s)
}

// whole refuses a store in which documents of an unfinished migration may be
// missing, and closes it.
func whole(ctx context.Context, s migrate.Store) (migrate.Store, error) {
	if err := migrate.Check(ctx, s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// locked is a store with a data folder beside it.
type locked struct {
	migrate.Store
	unlock func() error
}

func (l *locked) Close() error { return errors.Join(l.Store.Close(), l.unlock()) }
