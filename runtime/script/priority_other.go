//go:build !linux

package script

func lowerPriority(int) {}
