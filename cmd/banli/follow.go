package main

import (
	"context"
	"errors"
	"time"
)

// How servers that share a store follow each other. What follows by itself is
// not here: published apps are looked up every second, and numbers, keys and
// leases are decided in the store.
const (
	// followEvery is how often this server looks for what others changed of
	// people, departments, lists and the company's settings, and so the longest that a
	// change takes to be known everywhere.
	followEvery = time.Second
	// reloadEvery is how often all people are read again, should a change have
	// been missed because a clock is wrong.
	reloadEvery = time.Minute
	// trustFor is how long a session or token that was ended by another server
	// may still be taken here.
	trustFor = time.Second
	// streamsEvery is how often open windows are told what other servers
	// delivered.
	streamsEvery = 2 * time.Second
)

// follow keeps up with the other servers on the store until ctx ends.
func (p *product) follow(ctx context.Context) {
	every, all := time.NewTicker(followEvery), time.NewTicker(reloadEvery)
	defer every.Stop()
	defer all.Stop()
	failing := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			err = errors.Join(p.identity.CatchUp(ctx), p.company.Refresh(ctx), p.lists.Refresh(ctx))
		case <-all.C:
			err = p.identity.Reload(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			p.log.Error("changes of other servers are not seen until the store answers again", "error", err)
		case err == nil && failing:
			p.log.Info("changes of other servers are seen again")
		}
		failing = err != nil
	}
}
