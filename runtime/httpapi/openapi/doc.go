// Package openapi is the contract of the HTTP API: an OpenAPI 3.1 document and
// the registry of problem codes, both written by hand as YAML, one file for
// each group of endpoints. The server is tested against it, answer by answer,
// and the interface's types are made from it.
//
// A new endpoint is described in api/<group>.yaml: its method, operationId, tag,
// summary, parameters and bodies, and in x-problems the codes that only it can
// answer with. Texts stand twice, as summary and x-summary-zh-CN. Every object
// says which keys it requires and whether it takes others. A new code goes into
// problems.yaml and testdata/codes.txt. The tests of httpapi then hold the
// router, every answer and every body that was taken to it.
//
// What every route has in common is not repeated in the files: Load adds the
// problems that any route can answer with, the header against forged requests
// and the answers made of the codes in x-problems.
package openapi
