package sqlitestore

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// childFolder names the folder in which a child of TestKill writes.
const childFolder = "BANLI_TEST_STORE_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := writeForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writeForever writes documents and says on standard output which revision of
// which one was acknowledged, until it is killed.
func writeForever(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{checkpointBytes: 1 << 20})
	if err != nil {
		return err
	}
	c, err := store.Open[item](s, itemSpec)
	if err != nil {
		return err
	}
	var out sync.Mutex
	acknowledge := func(it *item) {
		out.Lock()
		defer out.Unlock()
		fmt.Fprintf(os.Stdout, "%s %d %s\n", it.ID, it.Rev, it.Group)
	}
	failed := make(chan error)
	for client := range 8 {
		go func() {
			for i := 0; ; i++ {
				it := newItem(fmt.Sprintf("%d-%d-%d", os.Getpid(), client, i), i)
				it.Body = strings.Repeat("x", 2000)
				if err := c.Insert(ctx, it); err != nil {
					failed <- err
					return
				}
				acknowledge(it)
				for change := range 2 {
					it.Group, it.Tags = fmt.Sprint("change", change), []string{"all", fmt.Sprint("t", change)}
					if err := c.Replace(ctx, it); err != nil {
						failed <- err
						return
					}
					acknowledge(it)
				}
			}
		}()
	}
	return <-failed
}

// TestKill kills a process in the middle of its writes, several times on one
// folder: every write that it acknowledged is there.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	type ack struct {
		rev   int64
		group string
	}
	acks := map[string]ack{}
	for round := range 3 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childFolder+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			var id, group string
			var rev int64
			// The last line may be cut by the kill.
			if _, err := fmt.Sscanf(lines.Text(), "%s %d %s", &id, &rev, &group); err == nil && len(group) > 1 {
				if rev > acks[id].rev {
					acks[id] = ack{rev, group}
				}
			}
			if n == 500*(round+1) {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}

		s := openStore(t, dir, Options{})
		c := openItems(t, s, itemSpec)
		for id, a := range acks {
			got, err := c.Get(t.Context(), id)
			if err != nil {
				t.Fatalf("round %d: %s was acknowledged at revision %d: %v", round, id, a.rev, err)
			}
			if got.Rev < a.rev || got.Rev == a.rev && got.Group != a.group {
				t.Fatalf("round %d: %s was acknowledged at revision %d in %q, and is at %d in %q", round, id, a.rev, a.group, got.Rev, got.Group)
			}
		}
		verify(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d documents were acknowledged", len(acks))
}
