package company

import (
	"context"
	"fmt"
)

// How the connection to the mail server is secured.
const (
	SecurityTLS      = "tls"      // TLS from the first byte, as on port 465
	SecurityStartTLS = "starttls" // TLS after STARTTLS, or no mail at all
	SecurityNone     = "none"     // readable on the way; for a relay on a trusted network
)

// Mail is the mail server that notices leave by. User is empty where the server
// asks for none; From is an address such as "Banli <oa@example.com>".
type Mail struct {
	Host                 string
	Port                 int
	Security             string // "tls" | "starttls" | "none"
	User, Password, From string
}

// mailDocument is Mail as stored: the password is sealed.
type mailDocument struct {
	Host     string `bson:"host"`
	Port     int    `bson:"port"`
	Security string `bson:"security"`
	User     string `bson:"user,omitempty"`
	Password []byte `bson:"password,omitempty"`
	From     string `bson:"from"`
}

// passwordPlace is what the password is sealed for.
const passwordPlace = "company/mail.password"

// Mail returns the mail server as it is set now, or false where mail is not
// set up. It asks the store, so that a change made by another node counts.
func (c *Company) Mail(ctx context.Context) (Mail, bool, error) {
	doc, err := c.load(ctx)
	if err != nil || doc.Mail == nil {
		return Mail{}, false, err
	}
	m := Mail{Host: doc.Mail.Host, Port: doc.Mail.Port, Security: doc.Mail.Security, User: doc.Mail.User, From: doc.Mail.From}
	if len(doc.Mail.Password) > 0 {
		password, err := c.Keys.Open(doc.Mail.Password, passwordPlace)
		if err != nil {
			return Mail{}, false, fmt.Errorf("company: the mail password: %w", err)
		}
		m.Password = string(password)
	}
	return m, true, nil
}

// sameServer reports whether a password given for one goes to the same place,
// in the same way, with the other.
func (m *mailDocument) sameServer(in MailInput) bool {
	return m != nil && m.Host == in.Host && m.Port == in.Port && m.Security == in.Security && m.User == in.User
}

// sealMail makes the stored form of checked mail settings; a password that is
// not given stays the one before.
func (c *Company) sealMail(in *MailInput, before *mailDocument) *mailDocument {
	if in == nil {
		return nil
	}
	m := &mailDocument{Host: in.Host, Port: in.Port, Security: in.Security, User: in.User, From: in.From}
	switch {
	case in.Password == nil && before != nil:
		m.Password = before.Password
	case in.Password != nil && *in.Password != "":
		m.Password = c.Keys.Seal([]byte(*in.Password), passwordPlace)
	}
	return m
}
