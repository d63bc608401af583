package mail_test

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func TestEachKindIsMailedInItsReadersLanguage(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string][2]string{
		notify.KindAssigned:  {"[Banli] LV-2026-000007 Leave: waits for your decision", "[办理] LV-2026-000007 请假：等待您审批"},
		notify.KindUrged:     {"[Banli] LV-2026-000007 Leave: you are asked to hurry", "[办理] LV-2026-000007 请假：催您尽快审批"},
		notify.KindDue:       {"[Banli] LV-2026-000007 Leave: is due soon or overdue", "[办理] LV-2026-000007 请假：即将到期或已超时"},
		notify.KindOverdue:   {"[Banli] LV-2026-000007 Leave: was not decided in time", "[办理] LV-2026-000007 请假：已超时"},
		notify.KindFailed:    {"[Banli] LV-2026-000007 Leave: a step has failed", "[办理] LV-2026-000007 请假：有步骤失败"},
		notify.KindMessage:   {"[Banli] LV-2026-000007 Leave: there is news for you", "[办理] LV-2026-000007 请假：有新消息"},
		notify.KindCopied:    {"[Banli] LV-2026-000007 Leave: was copied to you", "[办理] LV-2026-000007 请假：抄送给您"},
		notify.KindEnded:     {"[Banli] LV-2026-000007 Leave: has ended", "[办理] LV-2026-000007 请假：已结束"},
		notify.KindMentioned: {"[Banli] LV-2026-000007 Leave: you are mentioned in a remark", "[办理] LV-2026-000007 请假：有评论提到您"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			m := newMailServer(t, mailOptions{startTLS: true, user: "oa"})
			s := m.settings(mail.SecurityStartTLS, "oa", "secret")
			o.use(&s)
			p := o.post(func(d *mail.Deps) { d.Roots = m.roots })
			must(t, p.Deliver(t.Context(), o.effect("1", kind, "ann", "bo", "max")))
			if got := m.taken(); len(got) != 0 {
				t.Fatal("noting a letter sends it already")
			}
			o.round(p)
			o.round(p)
			got := m.taken()
			if len(got) != 2 || len(m.dials) != 1 {
				t.Fatalf("%d mails over %d connections, want 2 over 1", len(got), len(m.dials))
			}
			seen := map[string]bool{}
			for _, d := range got {
				if !d.encrypted || d.user != "oa" || d.from != "oa@example.com" {
					t.Errorf("encrypted %t, as %q, from %q", d.encrypted, d.user, d.from)
				}
				mail := parse(t, d)
				i, open, why := 0, "Open the request", "Which mails you get is up to you"
				if d.to == "bo@example.com" {
					i, open, why = 1, "查看申请", "可选择接收哪些邮件"
				}
				if mail.subject != want[i] {
					t.Errorf("to %s: subject %q, want %q", d.to, mail.subject, want[i])
				}
				const link = "https://oa.example.com/cases/case1"
				for _, part := range []string{link, why, "LV-2026-000007"} {
					if !strings.Contains(mail.plain, part) || !strings.Contains(mail.rich, part) {
						t.Errorf("to %s: a part lacks %q:\n%s\n%s", d.to, part, mail.plain, mail.rich)
					}
				}
				if !strings.Contains(mail.rich, open) {
					t.Errorf("to %s: no button %q", d.to, open)
				}
				for name, value := range map[string]string{
					"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "List-Id": "<notices.example.com>",
					"List-Unsubscribe": "<https://oa.example.com/?notices=settings>", "Date": "Mon, 02 Mar 2026 01:00:10 +0000",
				} {
					if got := mail.header.Get(name); got != value {
						t.Errorf("%s: %q, want %q", name, got, value)
					}
				}
				id := mail.header.Get("Message-Id")
				if !strings.HasSuffix(id, "@example.com>") || seen[id] {
					t.Errorf("Message-ID %q", id)
				}
				seen[id] = true
			}
		})
	}
}

func TestMailsBearTheCompanysName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	s.From = "oa@example.com"
	o.use(&s)
	p := o.post(func(d *mail.Deps) {
		d.Company = func() words.Text { return words.Text{"en": "Bright\r\nWorks", "zh-CN": "光明工厂"} }
	})
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindEnded, "ann", "bo")))
	o.round(p)
	for _, d := range m.taken() {
		mail := parse(t, d)
		name, subject := "Bright Works", "[Bright Works] LV-2026-000007 Leave: has ended"
		if d.to == "bo@example.com" {
			name, subject = "光明工厂", "[光明工厂] LV-2026-000007 请假：已结束"
		}
		from, err := netmail.ParseAddress(mail.header.Get("From"))
		must(t, err)
		if mail.subject != subject || from.Name != name || !strings.Contains(mail.plain, name) {
			t.Errorf("to %s: from %q, %q\n%s", d.to, from.Name, mail.subject, mail.plain)
		}
	}
	if n := len(m.taken()); n != 2 {
		t.Fatalf("%d mails", n)
	}
}

func TestNothingIsNotedWithoutAServer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann")))
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	o.round(p)
	if got := m.taken(); len(got) != 0 {
		t.Fatalf("%d mails about what was before", len(got))
	}
	must(t, p.Deliver(t.Context(), o.effect("2", notify.KindAssigned, "ann")))
	o.use(nil)
	o.round(p) // taken away again: what was noted waits
	if n, err := p.Waiting(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d wait, %v", n, err)
	}
	o.use(&s)
	o.clock.Advance(2 * time.Minute)
	o.round(p)
	if got := m.taken(); len(got) != 1 {
		t.Fatalf("%d mails, want the one that waited", len(got))
	}
}

func TestWithoutAPublicAddressALetterSaysHowToFindTheCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{tls: true})
	s := m.settings(mail.SecurityTLS, "", "")
	o.use(&s)
	p := o.post(func(d *mail.Deps) { d.Roots, d.PublicURL = m.roots, "" })
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann", "bo")))
	o.round(p)
	for _, d := range m.taken() {
		mail := parse(t, d)
		hint := "Sign in to Banli and look for the number LV-2026-000007."
		if d.to == "bo@example.com" {
			hint = "请登录“办理”，查找编号 LV-2026-000007。"
		}
		if !strings.Contains(mail.plain, hint) || strings.Contains(mail.plain+mail.rich, "http") || mail.header.Get("List-Unsubscribe") != "" {
			t.Errorf("to %s:\n%s", d.to, mail.plain)
		}
	}
	if n := len(m.taken()); n != 2 {
		t.Fatalf("%d mails", n)
	}
}

// Whatever people and apps are called, a mail has the headers that it should
// and no others, and nothing of a name is a tag.
func TestNamesCannotWriteHeaders(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	s.From = "\"OA <b>\" <oa@example.com>"
	o.use(&s)
	const evil = "Leave\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\u2028x"
	p := o.post(func(d *mail.Deps) {
		d.AppName = func(context.Context, string) words.Text { return words.Text{"en": evil} }
	})
	e := o.effect("1", notify.KindAssigned, "ann")
	e.No = "LV\r\nX-Evil: 1"
	must(t, p.Deliver(t.Context(), e))
	o.round(p)
	got := m.taken()
	if len(got) != 1 || got[0].to != "ann@example.com" {
		t.Fatalf("%v", got)
	}
	mail := parse(t, got[0])
	for _, name := range []string{"Bcc", "X-Evil"} {
		if _, there := mail.header[name]; there {
			t.Errorf("a header %s:\n%s", name, got[0].body)
		}
	}
	if strings.ContainsAny(mail.subject, "\r\n\u2028") {
		t.Errorf("subject %q", mail.subject)
	}
	if strings.Contains(mail.rich, "<script") || !strings.Contains(mail.rich, "&lt;script") {
		t.Errorf("the page holds a tag:\n%s", mail.rich)
	}
}

func TestAPersonChoosesWhatIsMailed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	chosen, err := o.notices.Choose(t.Context(), o.subject("ann"), map[string]bool{notify.KindCopied: false})
	must(t, err)
	if fmt.Sprint(chosen.Mail) != "map[comment.added:true copy.sent:false instance.ended:true notice.given:true script.failed:true step.failed:true task.assigned:true task.due:true task.overdue:true task.urged:true]" || chosen.Address != "ann@example.com" {
		t.Fatalf("%+v", chosen)
	}
	if _, err := o.notices.Choose(t.Context(), o.subject("ann"), map[string]bool{"moon.landed": false}); err == nil {
		t.Error("an unknown kind was taken")
	}
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindCopied, "ann", "bo")))
	must(t, p.Deliver(t.Context(), o.effect("2", notify.KindEnded, "ann")))
	_, err = o.notices.Choose(t.Context(), o.subject("ann"), map[string]bool{notify.KindCopied: true})
	must(t, err)
	must(t, p.Deliver(t.Context(), o.effect("3", notify.KindCopied, "ann")))
	o.round(p)
	var to []string
	for _, d := range m.taken() {
		to = append(to, d.to)
	}
	if fmt.Sprint(len(to), strings.Count(strings.Join(to, " "), "ann@")) != "3 2" {
		t.Fatal(to)
	}
}

// A repeated effect, and an answer of the store that was lost, make no second
// letter.
func TestARepeatedEffectMakesNoSecondLetter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	e := o.effect("1", notify.KindAssigned, "ann", "bo")
	o.faulty.Inject(storetest.Fault{Op: storetest.Insert, Collection: "letters", Mode: storetest.LoseAnswer})
	if err := p.Deliver(t.Context(), e); err == nil {
		t.Fatal("the fault was not met")
	}
	must(t, p.Deliver(t.Context(), e))
	o.round(p)
	must(t, p.Deliver(t.Context(), e)) // it may come again after it was sent
	o.round(p)
	if n := len(m.taken()); n != 2 {
		t.Fatalf("%d mails, want one each", n)
	}
}

// A crash between the server's yes and the mark sends a letter again, under
// the same Message-ID, and loses none.
func TestACrashBetweenSendingAndMarking(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann")))
	// The first swap takes the letter, the second one would mark it.
	o.faulty.Inject(storetest.Fault{Op: storetest.Replace, Collection: "letters", Skip: 1, Mode: storetest.Fail})
	if _, err := p.Round(t.Context()); err == nil {
		t.Fatal("the fault was not met")
	}
	again := o.post(nil) // as after a start
	o.round(again)
	if n := len(m.taken()); n != 1 {
		t.Fatalf("%d mails: somebody may be sending it still", n)
	}
	o.clock.Advance(time.Hour)
	o.round(again)
	o.clock.Advance(time.Hour)
	o.round(again)
	got := m.taken()
	if len(got) != 2 {
		t.Fatalf("%d mails, want the one again", len(got))
	}
	if a, b := parse(t, got[0]).header.Get("Message-Id"), parse(t, got[1]).header.Get("Message-Id"); a != b {
		t.Errorf("Message-ID %q, then %q", a, b)
	}
}

func TestTwoNodesSendALetterOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	nodes := []*mail.Post{o.post(nil), o.post(nil)}
	for i := range 30 {
		must(t, nodes[i%2].Deliver(t.Context(), o.effect(fmt.Sprint(i), notify.KindAssigned, "ann")))
	}
	var group sync.WaitGroup
	for _, p := range nodes {
		group.Go(func() {
			if _, err := p.Round(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := len(m.taken()); n != 30 {
		t.Fatalf("%d mails, want 30", n)
	}
}

// shelf holds one parcel, as a case's document does.
type shelf struct {
	effects []outbox.Effect
	due     int64
	tries   int
}

func (s *shelf) Due(_ context.Context, now int64, _ int) ([]outbox.Parcel, error) {
	if len(s.effects) == 0 || s.due > now {
		return nil, nil
	}
	return []outbox.Parcel{{Document: "case", Effects: s.effects, Tries: s.tries}}, nil
}

func (s *shelf) Acknowledge(context.Context, outbox.Parcel, []string) error {
	s.effects = nil
	return nil
}

func (s *shelf) Postpone(_ context.Context, _ outbox.Parcel, until int64) error {
	s.due, s.tries = until, s.tries+1
	return nil
}

func (s *shelf) Pending(context.Context, int) (int, error) { return len(s.effects), nil }

// The letter cannot be noted: the notice in the product is there all the same
// and at once, the letter follows, and neither comes twice.
func TestAWayThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	source := &shelf{effects: []outbox.Effect{o.effect("1", notify.KindAssigned, "ann")}}
	worker := outbox.New(source, outbox.Fan(p, o.notices), o.clock, o.logger())
	o.faulty.Inject(storetest.Fault{Op: storetest.Insert, Collection: "letters", Times: 2})
	for i := range 4 {
		_, err := worker.Round(t.Context())
		must(t, err)
		list, err := o.notices.List(t.Context(), o.subject("ann"), "", 10)
		must(t, err)
		if len(list.Items) != 1 {
			t.Fatalf("round %d: %d notices in the product", i, len(list.Items))
		}
		o.round(p)
		if n := len(m.taken()); n != 0 && i < 2 || n != 1 && i >= 2 {
			t.Fatalf("round %d: %d mails", i, n)
		}
		o.clock.Advance(time.Minute)
	}
	if len(source.effects) != 0 {
		t.Fatal("the effect still waits")
	}
}
