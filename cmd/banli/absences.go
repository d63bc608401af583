package main

import (
	"context"
	"time"

	"github.com/banli-oa/banli/runtime/rounds"
)

// absencesEvery is how often what waits for those who are away goes to who stands
// in for them.
const absencesEvery = 20 * time.Second

// beginAbsences gives what waits for people whose absence has begun to those who
// stand in. Every process does: what one has done another finds done.
func (p *product) beginAbsences(ctx context.Context) {
	rounds.Run(ctx, absencesEvery, 1, func(ctx context.Context) (int, error) {
		_, err := p.absences.Begin(ctx)
		return 0, err
	}, func(err error) { p.log.Error("giving what waits to a stand-in; it is tried again", "error", err) })
}
