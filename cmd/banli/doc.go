// Command banli is the whole product in one binary: `banli serve` runs it,
// the other commands look after it. It only wires rooms together.
package main
