package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// The codes of what can go wrong with mail. They are problem codes of the HTTP
// edge, too.
const (
	TroubleUnreachable = "mail.unreachable" // nothing answers there
	TroubleTimeout     = "mail.timeout"     // it answers too slowly
	TroubleCertificate = "mail.certificate" // it cannot show who it is
	TroubleLogin       = "mail.login"       // it does not take user and password
	TroubleSender      = "mail.sender"      // it does not send for the sender
	TroubleRecipient   = "mail.recipient"   // it does not take the recipient
	TroubleRefused     = "mail.refused"     // anything else that it says no to
	TroubleAddress     = "mail.address"     // the person's address is none
	TroubleLate        = "mail.late"        // it could not be sent for days
)

// maxDetail is how much of a failure is kept, in bytes.
const maxDetail = 300

// trouble says what went wrong: a code, and the words of whoever said no.
func trouble(err error) (code, detail string) {
	return troubleCode(err), oneLine(strings.TrimPrefix(err.Error(), "mail: "), maxDetail)
}

func troubleCode(err error) string {
	var (
		certificate *tls.CertificateVerificationError
		name        x509.HostnameError
		authority   x509.UnknownAuthorityError
		invalid     x509.CertificateInvalidError
		record      tls.RecordHeaderError
		send        *gomail.SendError
		said        *textproto.Error
		network     net.Error
		operation   *net.OpError
		lookup      *net.DNSError
	)
	switch {
	case errors.As(err, &certificate), errors.As(err, &name), errors.As(err, &authority), errors.As(err, &invalid):
		return TroubleCertificate
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return TroubleTimeout
	case errors.As(err, &record):
		return TroubleUnreachable
	case errors.As(err, &send) && send.ErrorCode() == 0:
		// No server said anything. The library keeps only the text of what the
		// network said.
		if strings.Contains(send.Error(), "timeout") {
			return TroubleTimeout
		}
		return TroubleUnreachable
	case errors.As(err, &send):
		switch send.Reason {
		case gomail.ErrSMTPMailFrom, gomail.ErrGetSender:
			return TroubleSender
		case gomail.ErrSMTPRcptTo, gomail.ErrGetRcpts:
			return TroubleRecipient
		default:
			return TroubleRefused
		}
	case errors.As(err, &said) && (said.Code == 530 || said.Code == 534 || said.Code == 535 || said.Code == 538):
		return TroubleLogin
	case errors.As(err, &lookup), errors.As(err, &operation):
		return TroubleUnreachable
	}
	return TroubleRefused
}

// forGood reports whether a letter will never be taken, so that trying again
// is of no use: the server said a permanent no (RFC 5321, section 4.2.1) to its
// recipient or to the letter itself. A no to the sender or to the login is
// about the settings, which somebody can mend.
func forGood(err error) bool {
	var send *gomail.SendError
	if !errors.As(err, &send) || send.IsTemp() || send.ErrorCode() < 500 {
		return false
	}
	switch send.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return true
	default:
		return false
	}
}

// connectionLost reports whether the letters after this one cannot go over the
// same connection either.
func connectionLost(err error) bool {
	var send *gomail.SendError
	return errors.As(err, &send) && (send.ErrorCode() == 0 || send.ErrorCode() == 421 || send.Reason == gomail.ErrSMTPMailFrom)
}

// oneLine makes text fit for a header or a log: no control characters, and at
// most so many bytes.
func oneLine(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == 0x85 }), " ")
	text = strings.ToValidUTF8(text, "�")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
