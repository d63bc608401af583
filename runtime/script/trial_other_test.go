//go:build !linux

package script_test

func lastInLine() bool { return false }
