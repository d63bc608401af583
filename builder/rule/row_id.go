package rule

// RowID is the key under which a row of a table carries its id, beside its cells.
// No column can be called so, and no expression reads it.
const RowID = "$id"
