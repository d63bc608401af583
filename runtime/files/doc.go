// Package files keeps what people upload: it finds out by the content what a
// file is, stores it under a random name, knows whose it is, and takes it away
// again when nothing refers to it.
//
// An upload is its uploader's alone until a case takes it over. From then on it
// is read through that case, by whoever may read the field that names it, and
// stays as long as the case does. What no case and no draft refers to is taken
// away after a day; see [Service.Reap].
//
// An upload for a sensitive field is sealed as it comes in; see sealed.go.
//
// The room knows neither forms nor policies: workflow asks those first.
package files
