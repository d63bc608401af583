package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// The ways to speak to a mail server.
const (
	// SecurityTLS speaks TLS from the first byte, as a rule at port 465.
	SecurityTLS = "tls"
	// SecurityStartTLS begins in clear and must change to TLS before anything
	// else, as a rule at port 587.
	SecurityStartTLS = "starttls"
	// SecurityNone stays in clear; for a server on the same machine.
	SecurityNone = "none"
)

// Server is the mail server to send by. User is empty where it asks for none.
type Server struct {
	Host     string
	Port     int
	Security string // one of the Security constants
	User     string
	Password string
	// From is the sender, "Banli <oa@example.com>" or the address alone.
	From string
}

// Settings says by which server mail goes; false where none is set up.
type Settings func(ctx context.Context) (Server, bool, error)

// connect opens a connection. timeout bounds the connecting, and each letter
// after it. roots are the certificates to trust; nil takes the system's.
func (s Server) connect(ctx context.Context, timeout time.Duration, roots *x509.CertPool) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(timeout), gomail.WithHELO(s.domain()),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: roots, MinVersion: tls.VersionTLS12}),
	}
	switch s.Security {
	case SecurityTLS:
		options = append(options, gomail.WithSSL())
	case SecurityStartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case SecurityNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: %q is no security of a mail server", s.Security)
	}
	if s.User != "" {
		options = append(options, gomail.WithUsername(s.User), gomail.WithPassword(s.Password), gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: the server's settings: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, fmt.Errorf("mail: connecting to %s: %w", client.ServerAddr(), err)
	}
	return client, nil
}

// domain is the sender's, by which the messages and this client are named.
func (s Server) domain() string {
	if from, err := mail.ParseAddress(s.From); err == nil {
		if _, domain, ok := strings.Cut(from.Address, "@"); ok {
			return domain
		}
	}
	return "localhost"
}
