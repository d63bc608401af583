package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// folders is where Debian keeps PostgreSQL's programs; the PATH comes after.
const folders = "/usr/lib/postgresql/*/bin/postgres"

// postgres is a running PostgreSQL server that promises nothing: a power cut
// may take its data, which makes it fast.
type postgres struct {
	dir string
	cmd *exec.Cmd
}

// startPostgres makes a fresh server that listens on a socket in its folder.
// PostgreSQL refuses to run as root, so root runs it as the user postgres.
func startPostgres(ctx context.Context) (_ *postgres, err error) {
	programs, err := findPostgres()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "banli-pg-")
	if err != nil {
		return nil, err
	}
	p := &postgres{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	attributes, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.CommandContext(ctx, filepath.Join(programs, name), args...)
		c.Dir, c.SysProcAttr, c.Stderr = dir, attributes, os.Stderr
		return c
	}
	if err := command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions").Run(); err != nil {
		return nil, fmt.Errorf("initdb: %w", err)
	}
	p.cmd = command("postgres", "-D", data, "-k", dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
		"-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "autovacuum=off", "-c", "log_min_messages=panic",
		"-c", "max_locks_per_transaction=512", "-c", "max_wal_size=4GB",
		"-c", "plan_cache_mode=force_custom_plan") // a plan made for any path uses the index of none
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGQUIT) }
	// Should this process be killed, the kernel ends the server.
	p.cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for range 600 {
		if command("pg_isready", "-q", "-h", dir).Run() == nil {
			prepare := command("psql", "-q", "-h", dir, "-U", "postgres", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", indexIDs)
			if err := prepare.Run(); err != nil {
				return nil, errors.Join(fmt.Errorf("preparing PostgreSQL: %w", err), p.stop())
			}
			return p, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("PostgreSQL does not answer"), p.stop())
}

// indexIDs lets every table that FerretDB makes have an index that serves how
// FerretDB looks for an _id; its own does not, so that it reads every document
// to find one.
const indexIDs = `
CREATE FUNCTION public.index_ids() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
	FOR made IN SELECT objid, object_identity FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
		IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = made.objid AND attname = '_jsonb') THEN
			EXECUTE format('CREATE INDEX ON %s USING gin ((_jsonb -> ''_id''::text) jsonb_path_ops)', made.object_identity);
		END IF;
	END LOOP;
END $$;
CREATE EVENT TRIGGER index_ids ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.index_ids();`

// findPostgres returns the folder with PostgreSQL's programs.
func findPostgres() (string, error) {
	if found, err := filepath.Glob(folders); err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed")
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

// unprivileged hands the folder to a user that may run PostgreSQL.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root, and there is no user for it: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, int(uid), int(gid))
}

// url is the address of the server's database.
func (p *postgres) url() *url.URL {
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {p.dir}, "pool_max_conns": {"100"}}.Encode()}
}

// stop ends the server and removes what it stored.
func (p *postgres) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGQUIT) // immediate: nothing is worth keeping
	_ = p.cmd.Wait()                          // that it was killed is no news
	return os.RemoveAll(p.dir)
}
