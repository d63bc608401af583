package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/httpapi"
	"github.com/banli-oa/banli/runtime/script"
)

// startScripts starts the workers that run scripts. Who tries a script out does
// so on a worker apart, one at a time, so that nobody's request waits for it.
func (p *product) startScripts(workers int) (err error) {
	if !script.Limited() {
		p.log.Warn("this system cannot limit the memory of scripts: one that takes too much is stopped for its time alone; run Banli on Linux where others write scripts")
	}
	o := script.Options{Workers: workers, Clock: systemClock(), Logger: p.log}
	if p.scripts, err = script.NewPool(o); err != nil {
		return fmt.Errorf("starting the script workers: %w", err)
	}
	o.Workers, o.OneLane, o.Queue = 1, true, 8
	p.bench = script.NewOnDemand(o)
	return nil
}

// scriptStatus tells IT how the workers are.
func (p *product) scriptStatus() httpapi.ScriptWorkers {
	u := p.scripts.Usage()
	return httpapi.ScriptWorkers{Limited: p.scripts.Limited(), Running: u.Workers, Replaced: u.Replaced}
}

func (p *product) stopScripts() error {
	var errs []error
	if p.bench != nil {
		errs = append(errs, p.bench.Close())
	}
	if p.scripts != nil {
		errs = append(errs, p.scripts.Close())
	}
	return errors.Join(errs...)
}

// ready reports why the server cannot serve now: its store does not answer, or
// no script worker does.
func (p *product) ready(ctx context.Context) error {
	if _, err := p.workflow.Pending(ctx, 1); err != nil {
		return err
	}
	return p.scripts.Ready(ctx)
}
