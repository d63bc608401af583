package mail_test

import (
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/outbox"
)

func TestAStandInIsToldForWhom(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{startTLS: true, user: "oa"})
	s := m.settings(mail.SecurityStartTLS, "oa", "secret")
	o.use(&s)
	p := o.post(func(d *mail.Deps) { d.Roots = m.roots })
	e := o.effect("1", notify.KindAssigned, "ann", "bo")
	// Ann stands in for Bo; Bo, who is told as well, is told nothing of the kind.
	ann, bo := e.To[0], e.To[1]
	e.For = []outbox.StandIn{{By: ann, For: bo}}
	must(t, p.Deliver(t.Context(), e))
	o.round(p)
	o.round(p)
	got := m.taken()
	if len(got) != 2 {
		t.Fatalf("%d mails", len(got))
	}
	for _, d := range got {
		letter := parse(t, d)
		says := strings.Contains(letter.subject, "(for ") && strings.Contains(letter.plain, "You act for ")
		if says != (d.to == "ann@example.com") || strings.Contains(letter.subject+letter.plain, "{absent}") || strings.Contains(letter.plain, "代") {
			t.Errorf("to %s: %q\n%s", d.to, letter.subject, letter.plain)
		}
	}
}
