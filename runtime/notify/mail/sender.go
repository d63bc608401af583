package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/rounds"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// idle is how long the sender rests when nothing is due.
	idle = time.Second
	// batch is how many letters go over one connection.
	batch = 50
	// lease is how long a letter rests with the node that has taken it: longer
	// than a batch may take, or another node would send it too.
	lease = 20 * time.Minute
	// firstDelay and longestDelay are how long a letter waits after a failure:
	// twice as long each time.
	firstDelay   = 30 * time.Second
	longestDelay = time.Hour
	// giveUpAfter is how old a letter gets. Later nobody needs it.
	giveUpAfter = 48 * time.Hour
	// keepFor is how long a letter is kept once it has an end; its effect has
	// long left its case by then, so no repeat of it comes.
	keepFor = 30 * 24 * time.Hour
	// clearEvery is how often old letters are cleared away, and clearBatch how
	// many of a kind at a time.
	clearEvery = 10 * time.Minute
	clearBatch = 500
)

// Run sends what is due until ctx ends.
func (p *Post) Run(ctx context.Context) {
	rounds.Run(ctx, idle, batch, p.Round, func(err error) { p.Log.Error("sending mail", "error", err) })
}

// Round sends what is due once, over one connection, and returns how many
// letters it took. A letter that cannot be sent holds up no other.
func (p *Post) Round(ctx context.Context) (int, error) {
	now := p.Clock.Now()
	due, err := p.letters.Find(ctx, store.Query{Order: "dueAt", To: now.UnixMilli() + 1, Limit: batch})
	if err != nil {
		return 0, fmt.Errorf("mail: finding what is due: %w", err)
	}
	if len(due.Items) == 0 {
		return 0, p.clearAway(ctx, now)
	}
	server, on, err := p.Settings(ctx)
	if err != nil {
		return 0, fmt.Errorf("mail: reading the settings: %w", err)
	}
	if !on {
		// Somebody has taken the server away: what waits goes when there is
		// one again, or when it is too old.
		return 0, p.putOff(ctx, due.Items, now)
	}
	taken, err := p.take(ctx, due.Items, now)
	if err != nil || len(taken) == 0 {
		return len(taken), err
	}
	return len(taken), p.send(ctx, server, taken)
}

// take lets this node alone send letters: whoever swaps one first has it.
func (p *Post) take(ctx context.Context, letters []*letter, now time.Time) ([]*letter, error) {
	var taken []*letter
	for _, l := range letters {
		l.DueAt = now.Add(lease).UnixMilli()
		l.Tries++
		err := p.letters.Replace(ctx, l)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
			continue // another node has it
		}
		if err != nil {
			return taken, fmt.Errorf("mail: taking a letter: %w", err)
		}
		taken = append(taken, l)
	}
	return taken, nil
}

func (p *Post) putOff(ctx context.Context, letters []*letter, now time.Time) error {
	for _, l := range letters {
		l.DueAt = now.Add(time.Minute).UnixMilli()
		if now.UnixMilli()-l.At > giveUpAfter.Milliseconds() {
			l.Trouble = TroubleLate
			l.end(failed, now.UnixMilli())
		}
		if err := p.letters.Replace(ctx, l); err != nil && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("mail: putting a letter off: %w", err)
		}
	}
	return nil
}

// send sends letters one after the other. Once the connection is lost the rest
// of them wait as if they had failed.
func (p *Post) send(ctx context.Context, server Server, letters []*letter) error {
	client, failure := server.connect(ctx, p.Timeout, p.Roots)
	if failure == nil {
		// A server that does not answer the farewell has what it was sent.
		defer func() { _ = client.Close() }()
	}
	lost := failure != nil
	var errs []error
	for _, l := range letters {
		if !lost {
			failure = p.sendOne(ctx, server, l, func(e envelope, body page) error {
				m, err := compose(e, body)
				if err != nil {
					return &addressError{err}
				}
				err = client.Send(m)
				if m.IsDelivered() {
					return nil // what was said after that is not about the letter
				}
				return err
			})
			lost = failure != nil && connectionLost(failure)
		}
		errs = append(errs, p.mark(ctx, l, failure))
	}
	return errors.Join(errs...)
}

// addressError means that a letter has no address that mail could go to.
type addressError struct{ err error }

func (e *addressError) Error() string { return e.err.Error() }

var errNobody = errors.New("mail: the person has left or has no address")

func (p *Post) sendOne(ctx context.Context, server Server, l *letter, send func(envelope, page) error) error {
	org := p.Identity.Organisation()
	person, ok := org.Person(l.Person)
	if !ok || person.Status != identity.Active || person.Email == "" {
		return errNobody
	}
	return send(p.write(ctx, l, server, person))
}

// mark notes what became of a letter.
func (p *Post) mark(ctx context.Context, l *letter, failure error) error {
	now := p.Clock.Now().UnixMilli()
	var address *addressError
	switch {
	case failure == nil:
		l.Trouble, l.Detail = "", ""
		l.end(sent, now)
	case errors.Is(failure, errNobody):
		l.end(dropped, now)
	case errors.As(failure, &address):
		l.Trouble, l.Detail = TroubleAddress, oneLine(failure.Error(), maxDetail)
		l.end(failed, now)
	default:
		l.Trouble, l.Detail = trouble(failure)
		l.DueAt = now + rounds.Delay(l.Tries, firstDelay, longestDelay).Milliseconds()
		if forGood(failure) || now-l.At > giveUpAfter.Milliseconds() {
			l.end(failed, now)
		}
		p.Log.Warn("a mail could not be sent", "letter", l.ID, "tries", l.Tries, "state", l.State, "code", l.Trouble, "detail", l.Detail)
	}
	// The letter has gone: that is noted even where the server is told to stop.
	if err := p.letters.Replace(context.WithoutCancel(ctx), l); err != nil {
		return fmt.Errorf("mail: marking a letter: %w", err)
	}
	return nil
}

// clearAway removes some letters that have long had an end.
func (p *Post) clearAway(ctx context.Context, now time.Time) error {
	if now.Sub(p.clearedAt) < clearEvery {
		return nil
	}
	p.clearedAt = now
	before := now.Add(-keepFor).UnixMilli()
	for _, state := range []string{sent, failed, dropped} {
		old, err := p.letters.Find(ctx, store.Query{
			Where: []store.Cond{{Path: "state", Value: state}}, Order: "endedAt", To: before, Limit: clearBatch,
		})
		if err != nil {
			return fmt.Errorf("mail: finding old letters: %w", err)
		}
		for _, l := range old.Items {
			err := p.letters.Delete(ctx, l.ID, l.Rev)
			if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrConflict) {
				return fmt.Errorf("mail: clearing old letters: %w", err)
			}
		}
	}
	return nil
}
