package main

import (
	"context"
	"errors"

	"github.com/banli-oa/banli/policies/bundle"
	"github.com/banli-oa/banli/runtime/audit"
)

// admitPolicy records that a policy comes into force. The one that was in
// force already, as after a restart, is no news.
func (p *product) admitPolicy(ctx context.Context, c *bundle.Candidate) error {
	last, err := p.record.Last(ctx, audit.ObjectPolicy)
	if err != nil {
		return err
	}
	if last != nil && last.Action == "policy.activated" && last.Facts["digest"] == c.Digest {
		return nil
	}
	e := audit.Event{Object: audit.ObjectPolicy, Action: "policy.activated", Facts: map[string]any{
		"digest": c.Digest, "revision": c.Policy.Revision(), "origin": originOf(c.Origin), "files": len(c.Files),
	}}
	return p.record.Record(ctx, e)
}

// recordRefusedPolicy records why a policy was not taken. It stays out either
// way, so a record that cannot be written is only told to the log.
func (p *product) recordRefusedPolicy(ctx context.Context, refusal error) {
	facts := map[string]any{"detail": refusal.Error()}
	var refused *bundle.Error
	if errors.As(refusal, &refused) {
		facts = map[string]any{"code": refused.Code, "origin": originOf(refused.Origin), "place": refused.Place(), "detail": refused.Detail}
	}
	if err := p.record.Record(ctx, audit.Event{Object: audit.ObjectPolicy, Action: "policy.refused", Facts: facts}); err != nil {
		p.log.Error("that a policy was refused was not recorded", "error", err)
	}
}

// originOf names where a policy was read; the product's own has no path.
func originOf(path string) string {
	if path == "" {
		return "default"
	}
	return path
}

// sweepRecord makes up for what a crash left undone.
func (p *product) sweepRecord(ctx context.Context) {
	sources, err := auditSources(p.backend)
	if err == nil {
		err = p.record.Sweep(ctx, sources)
	}
	if err != nil && ctx.Err() == nil {
		p.log.Error("the record of who did what was not looked through; each object's next change makes up for it", "error", err)
	}
}
