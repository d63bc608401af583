package webhook

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
)

// secured reports whether an error is about securing the connection.
func secured(err error) bool {
	var (
		check   *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		record  tls.RecordHeaderError
		alert   tls.AlertError
	)
	return errors.As(err, &check) || errors.As(err, &unknown) || errors.As(err, &invalid) ||
		errors.As(err, &host) || errors.As(err, &record) || errors.As(err, &alert) || errors.Is(err, http.ErrSchemeMismatch)
}

// cause says an error without the method and the address that it is about: they
// are known, and an address may carry what only its receiver should read.
func cause(err error) string {
	var about *url.Error
	if errors.As(err, &about) {
		err = about.Err
	}
	return oneLine(err.Error())
}
