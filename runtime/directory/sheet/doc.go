// Package sheet reads and writes tables as people keep them: CSV in whatever way
// their spreadsheet writes it, and xlsx.
//
// What it reads is bounded in bytes, rows, columns and in what a packed file may
// unfold to; formulas are never computed. What it writes as CSV holds nothing
// that a spreadsheet would take for a formula.
//
// It imports no other room.
package sheet
