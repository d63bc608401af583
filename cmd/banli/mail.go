package main

import (
	"context"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/studio"
)

// mailServer is the mail server of the company's settings.
func (p *product) mailServer(ctx context.Context) (mail.Server, bool, error) {
	m, on, err := p.company.Mail(ctx)
	return mail.Server(m), on, err
}

// appName finds what an app is called now; an app that is gone has no name.
func appName(editions *studio.Editions) func(context.Context, string) words.Text {
	return func(ctx context.Context, app string) words.Text {
		current, err := editions.Current(ctx, app)
		if err != nil {
			return nil
		}
		return current.App.Name
	}
}
