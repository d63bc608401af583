package httpapi_test

import (
	"context"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
)

// verify holds the record against everything that a test has done, whatever
// it did and whichever faults it met: every test is one of the record, too.
func (w *world) verify(backend store.Backend) {
	w.t.Helper()
	if w.t.Failed() {
		return
	}
	var all []audit.Source
	for _, of := range []func(store.Backend) ([]audit.Source, error){
		identity.AuditSources, company.AuditSources, files.AuditSources, lists.AuditSources, studio.AuditSources, workflow.AuditSources, webhook.AuditSources,
	} {
		sources, err := of(backend)
		must(w.t, err)
		all = append(all, sources...)
	}
	report, err := w.record.Verify(context.Background(), all, "")
	must(w.t, err)
	for _, f := range report.Findings {
		w.t.Errorf("the record: %s", f)
	}
}
