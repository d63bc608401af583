package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// onDisk prepares a command whose folder is a disk of its own, mounted with
// options, that nobody else sees.
func onDisk(t *testing.T, folder, options string, args ...string) *exec.Cmd {
	t.Helper()
	own := []string{"--mount"}
	if os.Geteuid() != 0 {
		own = append(own, "--map-root-user")
	}
	mount := `mount -t tmpfs -o "$1" banli "$0" && shift && exec "$@"`
	try := exec.CommandContext(t.Context(), "unshare", append(own, "sh", "-c", mount, folder, options, "true")...)
	if out, err := try.CombinedOutput(); err != nil {
		t.Skipf("this machine lets us mount no disk of our own, as root or another user: %v %s", err, out)
	}
	c := banli(t, args...)
	c.Args = append(append([]string{"unshare"}, own...), append([]string{"sh", "-c", mount, folder, options, c.Path}, args...)...)
	path, err := exec.LookPath("unshare")
	if err != nil {
		t.Fatal(err)
	}
	c.Path = path
	return c
}

// A disk that is full refuses what is new, says so, loses nothing, and is used
// again once there is room.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, onDisk(t, data, "size=40m,mode=0700", "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data, "--person-rate", "100000"))
	// The disk as the server sees it.
	disk := filepath.Join("/proc", fmt.Sprint(p.cmd.Process.Pid), "root", data)
	answer, err := askServer(t.Context(), disk, controlRequest{User: "lin.xiao", Name: "test"}, controlLimit)
	if err != nil {
		t.Fatal(err)
	}
	key := answer.Token
	client := keepAlive(t)
	submit := func() (int, string) {
		t.Helper()
		status, body, err := send(t, client, key, http.MethodPost, p.base+"/api/apps/leave/instances", sickLeave)
		if err != nil {
			t.Fatal(err)
		}
		return status, body
	}
	var acknowledged []string
	accepted := func(body string) {
		t.Helper()
		var receipt struct{ ID string }
		if err := json.Unmarshal([]byte(body), &receipt); err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, receipt.ID)
	}
	if status, body := submit(); status != http.StatusCreated {
		t.Fatalf("before: %d %s", status, body)
	} else {
		accepted(body)
	}

	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	for try := 0; ; try++ {
		status, body := submit()
		if status == http.StatusCreated { // there was room in what the database has taken already
			accepted(body)
			if try > 5000 {
				t.Fatal("the disk never gets full")
			}
			continue
		}
		if status != http.StatusServiceUnavailable || !strings.Contains(body, `"server.full"`) || !strings.Contains(body, "disk") {
			t.Fatalf("on a full disk: %d %s", status, body)
		}
		break
	}
	whole := func() {
		t.Helper()
		for _, id := range acknowledged {
			if status, v := p.ask(key, http.MethodGet, "/api/instances/"+id, ""); status != http.StatusOK {
				t.Fatalf("%s was acknowledged: %d %v", id, status, v)
			}
		}
	}
	whole()
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	status, body := submit()
	if status != http.StatusCreated {
		t.Fatalf("with room again: %d %s", status, body)
	}
	accepted(body)
	whole()
	p.stop()
}

// fill writes a file until the disk has no room for more.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, size := range []int{1 << 20, 4 << 10, 1} {
		for {
			if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAReadOnlyDisk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	refused(t, onDisk(t, data, "size=1m,ro", "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data), data, "read-only")
	refused(t, banli(t, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", "/proc/banli"), "/proc/banli")
	c := onDisk(t, data, "size=1m,ro", "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data, "--mongodb-uri", "mongodb://127.0.0.1:1/x")
	refused(t, c, data, "read-only")
}
