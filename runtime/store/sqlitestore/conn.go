package sqlitestore

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
)

// conn is one connection with its prepared statements. It belongs to one
// goroutine at a time.
type conn struct {
	raw driver.Conn
	// ctx never ends: an interrupted statement would leave the transaction of
	// other callers in doubt, and watching a context costs a goroutine for
	// each statement. Cancellation is looked at between statements.
	ctx   context.Context
	stmts map[string]*stmt
}

// dial opens a connection to the database file. A reader's connection cannot
// write, whatever it is asked to do.
func dial(ctx context.Context, file string, readOnly bool) (*conn, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	query := url.Values{"_dqs": {"0"}}
	if readOnly {
		query.Set("mode", "ro")
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: query.Encode()}
	raw, err := new(sqlite.Driver).Open(dsn.String())
	if err != nil {
		return nil, fault(err)
	}
	c := &conn{raw: raw, ctx: context.WithoutCancel(ctx), stmts: make(map[string]*stmt)}
	// Readers wait for nobody in WAL mode, except while the log is recovered
	// or cut; the writer only for foreign programs.
	if err := c.run("PRAGMA busy_timeout = 5000"); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

// close ends the connection.
func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.close())
	}
	c.stmts = nil
	return errors.Join(append(errs, c.raw.Close())...)
}

// prepare returns the prepared statement for a text, prepared once.
func (c *conn) prepare(text string) (*stmt, error) {
	if s, ok := c.stmts[text]; ok {
		return s, nil
	}
	s, err := c.compile(text)
	if err != nil {
		return nil, err
	}
	c.stmts[text] = s
	return s, nil
}

func (c *conn) compile(text string) (*stmt, error) {
	p, ok := c.raw.(driver.ConnPrepareContext)
	if !ok {
		return nil, errors.New("sqlitestore: the driver cannot prepare statements")
	}
	ds, err := p.PrepareContext(c.ctx, text)
	if err != nil {
		return nil, fmt.Errorf("%w (in %q)", fault(err), text)
	}
	exec, canExec := ds.(driver.StmtExecContext)
	query, canQuery := ds.(driver.StmtQueryContext)
	if !canExec || !canQuery {
		return nil, errors.Join(errors.New("sqlitestore: the driver's statements lack contexts"), ds.Close())
	}
	return &stmt{conn: c, exec: exec, query: query, close: ds.Close}, nil
}

// run executes a statement, or several, once.
func (c *conn) run(text string) error {
	x, ok := c.raw.(driver.ExecerContext)
	if !ok {
		return errors.New("sqlitestore: the driver cannot execute")
	}
	if _, err := x.ExecContext(c.ctx, text, nil); err != nil {
		return fmt.Errorf("%w (in %q)", fault(err), text)
	}
	return nil
}

// once executes a statement with arguments without keeping it.
func (c *conn) once(text string, args ...any) error {
	s, err := c.compile(text)
	if err != nil {
		return err
	}
	_, err = s.do(args...)
	return errors.Join(err, s.close())
}

// ask returns the first row of a statement, nil if there is none.
func (c *conn) ask(text string, args ...any) ([]driver.Value, error) {
	s, err := c.compile(text)
	if err != nil {
		return nil, err
	}
	row, err := s.first(args...)
	return row, errors.Join(err, s.close())
}

// stmt is a prepared statement of one connection.
type stmt struct {
	conn  *conn
	exec  driver.StmtExecContext
	query driver.StmtQueryContext
	close func() error
	args  []driver.NamedValue
	row   []driver.Value
}

// bind puts the arguments into the memory that the statement keeps for them.
func (s *stmt) bind(args []any) []driver.NamedValue {
	for len(s.args) < len(args) {
		s.args = append(s.args, driver.NamedValue{Ordinal: len(s.args) + 1})
	}
	for i, a := range args {
		s.args[i].Value = a
	}
	return s.args[:len(args)]
}

// unbind lets go of documents that would otherwise stay in memory until the
// statement is used again.
func (s *stmt) unbind() {
	for i := range s.args {
		s.args[i].Value = nil
	}
}

// do executes the statement.
func (s *stmt) do(args ...any) (driver.Result, error) {
	res, err := s.exec.ExecContext(s.conn.ctx, s.bind(args))
	s.unbind()
	if err != nil {
		return nil, fault(err)
	}
	return res, nil
}

// first returns the first row, nil if there is none. The row is overwritten by
// the next use of the statement; blobs and strings in it are not.
func (s *stmt) first(args ...any) (row []driver.Value, err error) {
	err = s.each(args, func(r []driver.Value) (bool, error) {
		row = r
		return false, nil
	})
	return row, err
}

// each calls yield with every row, until yield returns false or an error.
func (s *stmt) each(args []any, yield func([]driver.Value) (bool, error)) error {
	rows, err := s.query.QueryContext(s.conn.ctx, s.bind(args))
	s.unbind()
	if err != nil {
		return fault(err)
	}
	if s.row == nil {
		s.row = make([]driver.Value, len(rows.Columns()))
	}
	for more := true; more; {
		if err = rows.Next(s.row); err != nil {
			break
		}
		more, err = yield(s.row)
		if err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	closing := rows.Close()
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err != nil {
		return fault(err)
	}
	return fault(closing)
}
