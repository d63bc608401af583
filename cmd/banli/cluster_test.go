package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// sharedTasks is how many tasks two servers fight over: all of a thousand where
// BANLI_TEST_FULL is set (`make cluster`), and otherwise a part of them,
// because FerretDB looks at every document to find one.
func sharedTasks() int {
	if inFull() {
		return 1000
	}
	return 96
}

const (
	clusterClients = 64
	// perTask is how many clients decide one task at the same moment, half of
	// them on either server.
	perTask = 4
)

// cluster is several servers on one MongoDB store.
type cluster struct {
	t   *testing.T
	uri string
	key string // the file of the master key that they share
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	uri, _, _ := mongotest.Database(t)
	return clusterOn(t, uri)
}

func clusterOn(t *testing.T, uri string) *cluster {
	t.Helper()
	c := &cluster{t: t, uri: uri, key: filepath.Join(t.TempDir(), keyFileName)}
	if _, err := keyring.LoadOrCreate(c.key); err != nil {
		t.Fatal(err)
	}
	return c
}

// banli prepares a command of the product on the cluster's store.
func (c *cluster) banli(args ...string) *exec.Cmd {
	c.t.Helper()
	cmd := banli(c.t, args...)
	cmd.Env = append(cmd.Env, "BANLI_MONGODB_URI="+c.uri, "BANLI_KEY_FILE="+c.key)
	if mongotest.Options(c.t).AcceptFerretDB {
		cmd.Env = append(cmd.Env, acceptFerretDB+"=1")
	}
	return cmd
}

// serve starts one more server, with a data folder of its own.
func (c *cluster) serve() *process {
	c.t.Helper()
	return start(c.t, c.banli("serve", "--demo", "--listen", "127.0.0.1:0", "--data", c.t.TempDir(), "--person-rate", "100000"))
}

func (c *cluster) token(user string) string {
	c.t.Helper()
	out, err := c.banli("token", "create", "--user", user).Output()
	if err != nil {
		c.t.Fatalf("token create: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// keepAlive is a client that keeps its connection, as browsers do.
func keepAlive(t *testing.T) *http.Client {
	c := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// send sends one request with a token.
func send(t *testing.T, client *http.Client, token, method, url, body string) (int, string, error) {
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, string(text), err
}

type started struct{ instance, task string }

// submit starts n requests, on both servers by turns.
func submitAll(t *testing.T, nodes []*process, key string, n int) []started {
	t.Helper()
	all := make([]started, n)
	var group sync.WaitGroup
	const clients = 8
	for c := range clients {
		group.Go(func() {
			client := keepAlive(t)
			for i := c; i < n; i += clients {
				status, body, err := send(t, client, key, http.MethodPost, nodes[i%len(nodes)].base+"/api/apps/leave/instances", sickLeave)
				var receipt struct {
					ID    string
					Tasks []struct{ ID string }
				}
				if err == nil {
					err = json.Unmarshal([]byte(body), &receipt)
				}
				if err != nil || status != http.StatusCreated || len(receipt.Tasks) != 1 {
					t.Errorf("submitting: %d %s %v", status, body, err)
					return
				}
				all[i] = started{receipt.ID, receipt.Tasks[0].ID}
			}
		})
	}
	group.Wait()
	return all
}

// Two servers share one store. 64 clients decide shared tasks, several at the
// same moment and on both servers: one wins each, everybody else is told that
// it was decided, and nothing is lost.
func TestTwoServersDecideEachTaskOnce(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	nodes := []*process{c.serve(), c.serve()}
	employee, manager := c.token("lin.xiao"), c.token("chen.mo")
	n := sharedTasks()
	began := time.Now()
	tasks := submitAll(t, nodes, employee, n)
	if t.Failed() {
		return
	}
	submitted := time.Since(began)

	began = time.Now()
	var (
		mu      sync.Mutex
		winners = map[string]int{}
		losers  int
		conns   [clusterClients]*http.Client
	)
	for i := range conns {
		conns[i] = keepAlive(t)
	}
	meetings(clusterClients/perTask, perTask, n, func(client, thing int) {
		task, action := tasks[thing].task, []string{"approve", "reject"}[rand.IntN(2)]
		status, body, err := send(t, conns[client], manager, http.MethodPost, nodes[client%len(nodes)].base+"/api/tasks/"+task+"/decisions",
			fmt.Sprintf(`{"action":%q,"comment":"client %d"}`, action, client))
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err != nil:
			t.Errorf("deciding: %v", err)
		case status == http.StatusOK:
			winners[task]++
		case status == http.StatusConflict && strings.Contains(body, `"task.decided"`):
			losers++
		default:
			t.Errorf("deciding: %d %s", status, body)
		}
	})
	t.Logf("%d submitted in %s, decided in %s", n, submitted.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))

	if losers != n*(perTask-1) {
		t.Errorf("%d were told that they came too late, want %d", losers, n*(perTask-1))
	}
	numbers := map[string]bool{}
	for i, task := range tasks {
		if winners[task.task] != 1 {
			t.Errorf("task %s was won %d times", task.task, winners[task.task])
		}
		// Whichever server is asked, the case has ended with one decision.
		status, body, err := send(t, http.DefaultClient, employee, http.MethodGet, nodes[i%len(nodes)].base+"/api/instances/"+task.instance, "")
		decisions := strings.Count(body, `"task.approved"`) + strings.Count(body, `"task.rejected"`)
		if err != nil || status != http.StatusOK || decisions != 1 || strings.Contains(body, `"status":"running"`) {
			t.Fatalf("case %s: %d, %d decisions, %v: %s", task.instance, status, decisions, err, body)
		}
		var view struct{ No string }
		if err := json.Unmarshal([]byte(body), &view); err != nil || view.No == "" || numbers[view.No] {
			t.Errorf("the number %q was given twice, or none (%v)", view.No, err)
		}
		numbers[view.No] = true
	}
	for _, p := range nodes {
		p.stop()
	}
}
