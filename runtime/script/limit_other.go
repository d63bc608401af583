//go:build !linux

package script

// Limited reports whether a worker's memory can be limited on this system.
// Where it can't, a script can take the machine's memory until it is killed
// for its time.
func Limited() bool { return false }

func limitMemory(int64) (bool, error) { return false, nil }
