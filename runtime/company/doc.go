// Package company holds the use cases over the company itself: its settings in
// one document, and the first start that makes them.
//
// It stands above directory, identity, audit, keyring and calendar, and imports
// policies/authz, store, clock and fault besides.
package company
