// Package words holds the words of definitions in several languages: titles,
// options, names of steps.
//
// It imports the standard library only.
package words
