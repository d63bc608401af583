// Package bench measures a running server the way a busy morning would use it:
// people with tokens of their own submit leave requests and decide on them over
// HTTP, as fast as the answers come.
//
// It prepares a data folder through the same use cases as real input, starts
// `banli serve` on it as a child process, drives it from this process, and then
// proves that nothing was lost by reading every case again. Beside it, in a
// process of its own, it takes the floor: the same writes into the same store
// with nothing around them.
//
// It may import every room, for it is part of cmd; nothing imports it but cmd.
package bench
