// Package keyring keeps what must not be readable in the store: it seals it
// with AES-256-GCM under a master key that lies in a file of its own, outside
// the store and its backups.
//
// It imports the standard library only.
package keyring
