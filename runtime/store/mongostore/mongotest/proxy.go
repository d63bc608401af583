package mongotest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Command is a command on its way to the server.
type Command struct {
	Name string // "find", "update"
	DB   string
	// Body is the whole command; documents to write are in its arrays.
	Body bson.Raw
}

// ErrCut closes the connection in place of an answer, where an interceptor
// returns it.
var ErrCut = errors.New("the connection was cut")

// Interceptor answers a command in the server's place, or lets it pass with
// nil.
type Interceptor func(Command) (answer bson.D, err error)

// Proxy forwards the messages of any number of connections to one server, and
// of those that write one at a time for each database.
type Proxy struct {
	upstream string
	mends    bool // the server is FerretDB
	listener net.Listener

	mu        sync.Mutex
	locks     map[string]*sync.Mutex // by database
	unique    map[string][]string    // by collection: paths of unique indexes
	recording map[string][]Command   // by database
	breaches  map[string][]string    // by database: see judge
	intercept Interceptor
	cut       bool
	conns     map[net.Conn]bool
}

// free are commands that need not wait for others: reads, and what concerns no
// database. A monitor waits in one of them for news of the topology.
var free = map[string]bool{
	"find": true, "getMore": true, "aggregate": true, "listIndexes": true,
	"hello": true, "isMaster": true, "ismaster": true, "ping": true, "buildInfo": true, "endSessions": true, "saslStart": true, "saslContinue": true,
}

func newProxy(upstream string, mends bool) (*Proxy, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		upstream: upstream, mends: mends, listener: ln, locks: map[string]*sync.Mutex{}, unique: map[string][]string{},
		recording: map[string][]Command{}, breaches: map[string][]string{}, conns: map[net.Conn]bool{},
	}
	go p.accept()
	return p, nil
}

// Address is where the proxy listens.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// Record keeps the commands on a database that reach the server from now on, and
// returns how to have them.
func (p *Proxy) Record(db string) func() []Command {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.recording[db] = []Command{}
	return func() []Command {
		p.mu.Lock()
		defer p.mu.Unlock()
		return append([]Command(nil), p.recording[db]...)
	}
}

// Intercept lets f see every command before the server does.
func (p *Proxy) Intercept(f Interceptor) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.intercept = f
}

// Cut ends all connections and refuses new ones until Mend.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = true
	for c := range p.conns {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = false
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.Cut()
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		go p.serve(client)
	}
}

// keep remembers a connection, so that Cut ends it.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut {
		return false
	}
	p.conns[c] = true
	return true
}

func (p *Proxy) drop(c net.Conn) {
	p.mu.Lock()
	delete(p.conns, c)
	p.mu.Unlock()
	_ = c.Close()
}

func (p *Proxy) serve(client net.Conn) {
	defer p.drop(client)
	if !p.keep(client) {
		return
	}
	server, err := net.Dial("tcp", p.upstream)
	if err != nil {
		return
	}
	defer p.drop(server)
	if !p.keep(server) {
		return
	}
	l := &line{proxy: p, server: server}
	for {
		m, err := readMessage(client)
		if err != nil {
			return
		}
		if err := l.pass(client, m); err != nil {
			return
		}
	}
}

func (p *Proxy) lockOf(db string) *sync.Mutex {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.locks[db] == nil {
		p.locks[db] = &sync.Mutex{}
	}
	return p.locks[db]
}

// see asks the interceptor about a command, and records it if it goes on.
func (p *Proxy) see(c Command) (bson.D, error) {
	p.mu.Lock()
	intercept := p.intercept
	p.mu.Unlock()
	if intercept != nil {
		if answer, err := intercept(c); answer != nil || err != nil {
			return answer, err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.judge(c)
	if kept, ok := p.recording[c.DB]; ok {
		p.recording[c.DB] = append(kept, c)
	}
	return nil, nil
}

// line is one client's connection to the server.
type line struct {
	proxy  *Proxy
	server net.Conn
	asked  uint32 // ids of the proxy's own questions
}

// pass forwards a message and its answer. A server may send several answers to
// one message (a monitor's), of which the last does not announce more.
func (l *line) pass(client io.Writer, m message) error {
	if m.opcode() == opMessage {
		body, err := m.command()
		if err != nil {
			return err
		}
		c, err := commandOf(body)
		if err != nil {
			return err
		}
		if !free[c.Name] {
			lock := l.proxy.lockOf(c.DB)
			lock.Lock()
			defer lock.Unlock()
		}
		answer, err := l.proxy.see(c)
		if err != nil {
			return err
		}
		if answer == nil && l.proxy.mends {
			if m, answer, err = l.mend(m, c); err != nil {
				return err
			}
		}
		if answer != nil {
			raw, err := bson.Marshal(answer)
			if err != nil {
				return err
			}
			_, err = client.Write(newMessage(0, m.id(), raw))
			return err
		}
	}
	if _, err := l.server.Write(m); err != nil {
		return err
	}
	for {
		reply, err := readMessage(l.server)
		if err != nil {
			return err
		}
		if l.proxy.mends {
			if reply, err = restore(reply); err != nil {
				return err
			}
		}
		if _, err := client.Write(reply); err != nil {
			return err
		}
		if reply.flags()&flagMoreToCome == 0 {
			return nil
		}
	}
}

func commandOf(body bson.Raw) (Command, error) {
	first, err := body.IndexErr(0)
	if err != nil {
		return Command{}, fmt.Errorf("a command without a name: %w", err)
	}
	db, _ := body.Lookup("$db").StringValueOK()
	return Command{Name: first.Key(), DB: db, Body: body}, nil
}

// NewProxy makes a proxy of the test's own to the server, for tests that cut
// it or answer in the server's place.
func NewProxy(t testing.TB) *Proxy {
	t.Helper()
	s := start(t)
	p, err := newProxy(s.upstream, s.ferret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}
