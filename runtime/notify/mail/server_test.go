package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/banli-oa/banli/runtime/notify/mail"
)

// delivery is what a mail server took.
type delivery struct {
	from, to, body string
	user           string
	encrypted      bool
}

// mailServer is a real SMTP server that does as it is told.
type mailServer struct {
	mu     sync.Mutex
	took   []delivery
	dials  map[*smtp.Conn]bool
	refuse func(to string) error // asked for each recipient
	data   func() error          // asked for each message, after its text
	roots  *x509.CertPool
	port   int
	server *smtp.Server
}

type mailOptions struct {
	tls      bool // TLS from the first byte
	startTLS bool
	names    []string // of the certificate
	user     string   // must log in, with the password "secret"
}

func newMailServer(t *testing.T, o mailOptions) *mailServer {
	t.Helper()
	m := &mailServer{dials: map[*smtp.Conn]bool{}}
	m.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.dials[c] = true // a session begins anew after STARTTLS
		return &session{server: m, conn: c, options: o}, nil
	}))
	m.server.Domain, m.server.AllowInsecureAuth = "mail.test", true
	m.server.ErrorLog = quiet{}
	var config *tls.Config
	if o.tls || o.startTLS {
		if o.names == nil {
			o.names = []string{"127.0.0.1"}
		}
		var certificate tls.Certificate
		certificate, m.roots = newCertificate(t, o.names)
		config = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's listener
	must(t, err)
	m.port = listener.Addr().(*net.TCPAddr).Port
	if o.startTLS {
		m.server.TLSConfig = config
	}
	if o.tls {
		listener = tls.NewListener(listener, config)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = m.server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = m.server.Close()
		_ = listener.Close() // the server may not have taken it over yet
		<-done
	})
	return m
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// settings are those by which a post reaches the server.
func (m *mailServer) settings(security, user, password string) mail.Server {
	return mail.Server{Host: "127.0.0.1", Port: m.port, Security: security, User: user, Password: password, From: "OA 办理 <oa@example.com>"}
}

func (m *mailServer) taken() []delivery {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]delivery(nil), m.took...)
}

type session struct {
	server  *mailServer
	conn    *smtp.Conn
	options mailOptions
	user    string
	from    string
	to      string
}

func (s *session) AuthMechanisms() []string {
	if s.options.user == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.options.user || password != "secret" {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.options.user != "" && s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	refuse := s.server.refuse
	s.server.mu.Unlock()
	if refuse != nil {
		if err := refuse(to); err != nil {
			return err
		}
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, encrypted := s.conn.TLSConnectionState()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.data != nil {
		if err := s.server.data(); err != nil {
			return err
		}
	}
	s.server.took = append(s.server.took, delivery{from: s.from, to: s.to, body: string(body), user: s.user, encrypted: encrypted})
	return nil
}

func (s *session) Reset()        { s.from, s.to = "", "" }
func (s *session) Logout() error { return nil }

func no(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: text}
}

// newCertificate makes a certificate for these names or addresses, and the
// pool that trusts it.
func newCertificate(t *testing.T, names []string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	leaf, err := x509.ParseCertificate(der)
	must(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// silentServer accepts and never says a word.
func silentServer(t *testing.T) (port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's listener
	must(t, err)
	var mu sync.Mutex
	var held []net.Conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			mu.Lock()
			held = append(held, conn)
			mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
		for _, conn := range held {
			_ = conn.Close()
		}
	})
	return listener.Addr().(*net.TCPAddr).Port
}

// closedPort is a port where nobody listens.
func closedPort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's listener
	must(t, err)
	must(t, listener.Close())
	_, text, err := net.SplitHostPort(listener.Addr().String())
	must(t, err)
	port, err := strconv.Atoi(text)
	must(t, err)
	return port
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
