package mongostore_test

import (
	"testing"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Backend { return mongotest.Open(t) })
}
