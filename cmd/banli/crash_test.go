package main

import (
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

const (
	// crashSeed replays a run: each prints its seed. What several processes do at
	// the same moment it cannot repeat. crashKills is how often servers are killed.
	crashSeed  = "BANLI_TEST_SEED"
	crashKills = "BANLI_TEST_KILLS"
	// crashHaste is how much faster the servers' clocks run: deadlines of minutes
	// pass within seconds. On FerretDB, which looks at every document to find
	// one, effects must be delivered before their lease of two minutes ends.
	crashHaste, clusterHaste = 60, 6
)

// seedOf is where a test's random numbers come from; a failed run tells it.
func seedOf(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if text := os.Getenv(crashSeed); text != "" {
		given, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", crashSeed, err)
		}
		seed = given
	}
	t.Logf("%s=%d", crashSeed, seed)
	return seed
}

// killsOf is how often servers are killed: a few times, or in full.
func killsOf(t *testing.T, few, full int) int {
	t.Helper()
	text := os.Getenv(crashKills)
	switch {
	case text == "" && inFull():
		return full
	case text == "":
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", crashKills, err)
	}
	return n
}

// crowd is people at work in an arena.
type crowd struct {
	orders           orders
	workers, hearers sync.WaitGroup
}

// crowdIn lets everybody work until the arena is finished. Some of them hear
// what they are told.
func crowdIn(a *arena, c *cast, seed uint64) *crowd {
	const streams = 6
	all := &crowd{}
	for i, person := range c.approvers {
		w := &worker{
			arena: a, orders: &all.orders, cast: c, person: person, n: i, at: i,
			random: rand.New(rand.NewPCG(seed, uint64(i)+1)), client: keepAlive(a.t),
		}
		all.workers.Go(w.work)
		if i < streams {
			ear := &worker{arena: a, person: person, at: i, client: keepAlive(a.t)}
			all.hearers.Go(ear.listen)
		}
	}
	return all
}

// killAll kills servers at random moments, and says so. The more clients there
// are the more happens between two kills.
func killAll(a *arena, kills, clients int, random *rand.Rand) {
	began := time.Now()
	for range kills {
		victim := a.nodes[random.IntN(len(a.nodes))]
		m := moment(random.IntN(3))
		most := 5 * clients
		if m == told {
			most = clients / 2 // only some are listened to
		}
		a.kill(victim, m, 1+random.IntN(most))
	}
	a.t.Logf("killed %d times in %s", kills, time.Since(began).Round(time.Millisecond))
}

// settle waits until no effect waits to be delivered, no timer is late and no
// call is under way.
func settle(a *arena, meter member) {
	a.t.Helper()
	client := keepAlive(a.t)
	limit := time.Now().Add(patience)
	for {
		busy := ""
		for _, n := range a.nodes {
			status, text, err := send(a.t, client, meter.token, http.MethodGet, n.process.base+"/metrics", "")
			if err != nil || status != http.StatusOK {
				a.t.Fatalf("the meters: %d %s %v", status, text, err)
			}
			for _, name := range []string{"banli_outbox_pending", "banli_timers_late", "banli_webhooks_waiting"} {
				if !strings.Contains(text, "\n"+name+" 0\n") {
					busy = name
				}
			}
		}
		if busy == "" {
			return
		}
		if time.Now().After(limit) {
			a.t.Fatalf("%s does not come to rest", busy)
		}
	}
}

// TestKilledAtRandomMoments kills the server, with kill -9, while 32 people
// work: no command that was acknowledged is lost, none is carried out twice,
// every effect of one happens once, and the record is whole. `make crash` does it
// 200 times.
func TestKilledAtRandomMoments(t *testing.T) {
	t.Parallel()
	seed := seedOf(t)
	random := rand.New(rand.NewPCG(seed, 0))
	data, hurry := t.TempDir(), haste(crashHaste)
	a := newArena(t, func() *exec.Cmd {
		c := banli(t, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data, "--person-rate", "100000", "--webhook-allow", "127.0.0.0/8")
		c.Env = append(c.Env, hurry)
		return c
	})
	a.raise(a.nodes[0])
	p := a.nodes[0].process
	people := hire(t, p, 32, func(login string) string { return tokenBeside(t, data, login) })
	outside := newReceiver(t)
	publish(t, p, people, crashFlow(people, random, outside.URL))

	all := crowdIn(a, people, seed)
	killAll(a, killsOf(t, 12, 200), len(people.approvers), random)
	a.finish()
	all.workers.Wait()
	settle(a, people.meter)
	a.stop()
	all.hearers.Wait()

	if out, code := verify(t, "--data", data); code != 0 {
		t.Errorf("the record: %d %s", code, out)
	}
	backend, err := openStore(t.Context(), place{Data: data}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backend.Close() }()
	if err := backend.(*sqlitestore.Store).Check(t.Context()); err != nil {
		t.Errorf("the store: %v", err)
	}
	compare(t, backend, all.orders.all, outside)
}

// TestOneOfTwoServersIsKilled kills one of two servers on a MongoDB store at a
// time: its clients go on with the other, and what it was about to deliver is
// delivered by whoever comes first.
func TestOneOfTwoServersIsKilled(t *testing.T) {
	t.Parallel()
	seed := seedOf(t)
	random := rand.New(rand.NewPCG(seed, 0))
	c, hurry := newCluster(t), haste(clusterHaste)
	server := func() func() *exec.Cmd {
		data := t.TempDir()
		return func() *exec.Cmd {
			cmd := c.banli("serve", "--demo", "--listen", "127.0.0.1:0", "--data", data, "--person-rate", "100000", "--webhook-allow", "127.0.0.0/8")
			cmd.Env = append(cmd.Env, hurry)
			return cmd
		}
	}
	a := newArena(t, server(), server())
	a.raise(a.nodes[0])
	a.raise(a.nodes[1])
	people := hire(t, a.nodes[0].process, 8, c.token)
	outside := newReceiver(t)
	publish(t, a.nodes[0].process, people, crashFlow(people, random, outside.URL))
	a.nodes[1].process.eventually(people.admin.token, "/api/apps/leave/revisions/2", http.StatusOK)

	all := crowdIn(a, people, seed)
	killAll(a, killsOf(t, 2, 30), len(people.approvers), random)
	a.finish()
	all.workers.Wait()
	settle(a, people.meter)
	a.stop()
	all.hearers.Wait()

	cmd := c.banli("verify-audit", "--data", t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the record: %v %s", err, out)
	}
	compare(t, mongotest.OpenURI(t, c.uri), all.orders.all, outside)
}
