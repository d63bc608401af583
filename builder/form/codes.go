package form

// The codes of findings: what may be wrong with a definition.
const (
	// CodeJSON: the schema is not JSON, has a key twice, or is nested absurdly.
	CodeJSON = "form.schemaJSON"
	// CodeSchema: the schema is not valid JSON Schema 2020-12.
	CodeSchema = "form.schemaInvalid"
	// CodeSize: the schema is larger than 256 KB.
	CodeSize = "form.schemaSize"
	// CodeDepth: the schema is deeper than 32 levels, with $ref followed.
	CodeDepth = "form.schemaDepth"
	// CodeNodes: the schema has more than 10,000 nodes, with $ref followed.
	CodeNodes = "form.schemaNodes"
	// CodeCost: checking values against the schema could take long.
	CodeCost = "form.schemaCost"
	// CodeDialect: $schema names another dialect than 2020-12.
	CodeDialect = "form.schemaDialect"
	// CodeKeyword: a keyword outside the form profile.
	CodeKeyword = "form.keywordUnsupported"
	// CodeRefOutside: a $ref that does not stay in the document.
	CodeRefOutside = "form.refOutside"
	// CodeRefMissing: a $ref to nothing.
	CodeRefMissing = "form.refMissing"
	// CodeRefCircle: a $ref that comes back to itself.
	CodeRefCircle = "form.refCircle"
	// CodeFormat: a format that is not known.
	CodeFormat = "form.formatUnknown"
	// CodePattern: a pattern that is not one, or is too large.
	CodePattern = "form.patternInvalid"
	// CodeNumber: a number in the schema with too many digits.
	CodeNumber = "form.numberRange"
	// CodeRoot: the schema is not that of an object with properties.
	CodeRoot = "form.rootInvalid"
	// CodeFields: more fields than allowed.
	CodeFields = "form.tooManyFields"
	// CodeFieldID: a field's or column's id is malformed.
	CodeFieldID = "form.fieldId"
	// CodeSensitive: something is marked sensitive that is neither a field nor a
	// column, or by something else than true or false.
	CodeSensitive = "form.sensitiveMisplaced"
	// CodeLayoutField: the layout names a field that does not exist.
	CodeLayoutField = "form.layoutField"
	// CodeLayoutTwice: the layout places a field twice.
	CodeLayoutTwice = "form.layoutTwice"
	// CodeLayoutWidget: the widget does not suit the field.
	CodeLayoutWidget = "form.layoutWidget"
	// CodeLayoutOption: words for an option that the field does not have.
	CodeLayoutOption = "form.layoutOption"
	// CodeLayoutSection: a section without an id, or two with the same.
	CodeLayoutSection = "form.layoutSection"
	// CodeLayoutColumns: a number of columns or a width that does not exist.
	CodeLayoutColumns = "form.layoutColumns"
	// CodeLayoutTab: a tab without an id, two with the same, or one that a
	// section names and that does not exist.
	CodeLayoutTab = "form.layoutTab"
	// CodeLayoutBlock: a block of an unknown kind, or with a malformed id.
	CodeLayoutBlock = "form.layoutBlock"
	// CodeLayoutCurrency: a currency that is not the code of one.
	CodeLayoutCurrency = "form.layoutCurrency"
	// CodeLayoutTotal: a total of what is no column of numbers that add up.
	CodeLayoutTotal = "form.layoutTotal"
	// CodeLayoutTree: a tree that names an option that the field does not have,
	// or twice, or nests too deep.
	CodeLayoutTree = "form.layoutTree"
	// CodeLayoutSource: a choice whose options are fetched does not say from where,
	// or says it twice.
	CodeLayoutSource = "form.layoutSource"
	// CodeLayoutSourceStray: a source of options for a field that fetches none.
	CodeLayoutSourceStray = "form.layoutSourceStray"
	// CodeLayoutUnder: a choice depends on a field that cannot lead it.
	CodeLayoutUnder = "form.layoutUnder"
	// CodeLayoutSerial: the pattern of a serial number is missing, or not one.
	CodeLayoutSerial = "form.layoutSerial"
	// CodeSerialPlace: a serial number in a table, or one that has to be filled in.
	CodeSerialPlace = "form.serialPlace"
	// CodeLayoutFiles: types or sizes of files that there are not, or of a field
	// that holds none, or no pictures.
	CodeLayoutFiles = "form.layoutFiles"
	// CodeFilePlace: files in another place than a list of a field.
	CodeFilePlace = "form.filePlace"
)

// The codes of violations: what may be wrong with values.
const (
	ViolationRequired         = "form.required"
	ViolationType             = "form.type"
	ViolationMinLength        = "form.minLength"
	ViolationMaxLength        = "form.maxLength"
	ViolationMinimum          = "form.minimum"
	ViolationExclusiveMinimum = "form.exclusiveMinimum"
	ViolationMaximum          = "form.maximum"
	ViolationExclusiveMaximum = "form.exclusiveMaximum"
	ViolationMultipleOf       = "form.multipleOf"
	ViolationEnum             = "form.enum"
	ViolationConst            = "form.const"
	ViolationFormat           = "form.format"
	ViolationPattern          = "form.pattern"
	ViolationMinItems         = "form.minItems"
	ViolationMaxItems         = "form.maxItems"
	ViolationUniqueItems      = "form.uniqueItems"
	ViolationContains         = "form.contains"
	ViolationMinProperties    = "form.minProperties"
	ViolationMaxProperties    = "form.maxProperties"
	ViolationPropertyNames    = "form.propertyNames"
	ViolationUnknownField     = "form.unknownField"
	ViolationNot              = "form.not"
	ViolationAnyOf            = "form.anyOf"
	ViolationOneOf            = "form.oneOf"
	ViolationNotAllowed       = "form.notAllowed"
	// ViolationDateRange: a date range that ends before it starts.
	ViolationDateRange = "form.dateRangeOrder"
	// ViolationTooLarge: values that are larger or deeper than a form can be.
	ViolationTooLarge = "form.tooLarge"
)
