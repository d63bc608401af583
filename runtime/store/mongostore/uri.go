package mongostore

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
)

// defaultDatabase is the database of a URI that names none.
const defaultDatabase = "banli"

// address is a URI, read.
type address struct {
	uri      string
	hosts    string
	database string
	pool     int // maxPoolSize, 0 where the URI does not say
	secrets  []string
}

// parseURI reads a connection string. What it says about errors never contains
// the password.
func parseURI(uri string) (address, error) {
	a := address{uri: uri, secrets: secretsOf(uri)}
	cs, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return a, a.hide(fmt.Errorf("the MongoDB URI cannot be used: %w; want mongodb://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?replicaSet=NAME", err))
	}
	a.hosts = strings.Join(cs.Hosts, ", ")
	a.database = cs.Database
	if a.database == "" {
		a.database = defaultDatabase
	}
	if len(a.database) > 63 || strings.ContainsAny(a.database, "/\\. \"$*<>:|?\x00") {
		return a, fmt.Errorf(`the MongoDB URI names the database %q: at most 63 characters, and none of /\. "$*<>:|?`, a.database)
	}
	if cs.MaxPoolSizeSet {
		a.pool = int(min(cs.MaxPoolSize, 1000))
	}
	return a, nil
}

// secretsOf lists the texts of a URI that must not be shown, longest first.
func secretsOf(uri string) []string {
	_, rest, _ := strings.Cut(uri, "://")
	user, _, found := cutLast(rest, "@")
	if !found {
		return []string{uri}
	}
	secrets := []string{uri, user}
	if _, password, ok := strings.Cut(user, ":"); ok && password != "" {
		secrets = append(secrets, password)
		if plain, err := url.QueryUnescape(password); err == nil && plain != password {
			secrets = append(secrets, plain)
		}
		if plain, err := url.PathUnescape(password); err == nil && plain != password {
			secrets = append(secrets, plain)
		}
	}
	return secrets
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// hide takes the secrets out of an error's text. What the error wraps stays
// reachable only where its text holds none.
func (a address) hide(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, s := range a.secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}
