package authz

// Actions are what a request may ask for. A policy compares input.action with
// these strings.
const (
	SessionCreate  = "session.create"
	SessionRead    = "session.read"
	SessionDelete  = "session.delete"
	DemoRead       = "demo.read"
	DemoEnter      = "demo.enter"
	AppsList       = "apps.list"
	AppRead        = "app.read"
	AppPreview     = "app.preview"
	InstanceCreate = "instance.create"
	InstanceRead   = "instance.read"
	InstanceUrge   = "instance.urge"
	InstanceList   = "instance.list"
	// InstanceWithdraw is the initiator's taking back of a case, InstanceComment
	// what is said about one and whom it is shown to, InstanceIntervene what an
	// administrator does to one.
	InstanceWithdraw  = "instance.withdraw"
	InstanceComment   = "instance.comment"
	InstanceIntervene = "instance.intervene"
	// InstanceRetry lets a failed step of a case be done again, FailuresList shows
	// which there are.
	InstanceRetry = "instance.retry"
	FailuresList  = "failures.list"
	InboxRead     = "inbox.read"
	EventsRead    = "events.read"
	NoticesChoose = "notices.choose"
	TaskDecide    = "task.decide"
	// TaskUndo takes back what one did with a task: a decision, an added signer.
	TaskUndo    = "task.undo"
	DraftRead   = "draft.read"
	DraftWrite  = "draft.write"
	DraftDelete = "draft.delete"
	// FileUpload takes a file in for a form, FileRead and FileDelete are about an
	// upload that no case has. One of a case is read by InstanceRead.
	FileUpload    = "file.upload"
	FileRead      = "file.read"
	FileDelete    = "file.delete"
	StudioList    = "studio.list"
	StudioRead    = "studio.read"
	StudioWrite   = "studio.write"
	StudioPublish = "studio.publish"
	// StudioTry runs a script of an app's draft with sample values.
	StudioTry    = "studio.try"
	PeopleSearch = "people.search"
	RolesList    = "roles.list"
	// DepartmentsList lists the departments that a form can name.
	DepartmentsList = "departments.list"
	// ListsUse reads what the organisation's lists offer to a form, ListsRead the
	// lists as they are kept, ListsWrite changes them.
	ListsUse      = "lists.use"
	ListsRead     = "lists.read"
	ListsWrite    = "lists.write"
	MetricsRead   = "metrics.read"
	OpenAPIRead   = "openapi.read"
	SystemRead    = "system.read"
	DirectoryRead = "directory.read"
	CompanyRead   = "company.read"
	CompanyWrite  = "company.write"
	SetupRead     = "setup.read"
	SetupWrite    = "setup.write"
	AuditRead     = "audit.read"
	// DirectoryWrite changes people and departments, but for their roles.
	DirectoryWrite = "directory.write"
	// DirectoryRoles gives or takes one role: the resource's id. Whoever lets
	// somebody leave or come back needs it for each role that this touches.
	DirectoryRoles = "directory.roles"
	// DirectoryLink makes a link that sets a person's password. It is asked for
	// each role that the person holds, because the link is worth as much.
	DirectoryLink   = "directory.link"
	DirectoryImport = "directory.import"
	LinkUse         = "link.use"
	AccountRead     = "account.read"
	AccountWrite    = "account.write"
	// AbsencesRead and AbsencesWrite are about when a person is away, why, and who
	// stands in: the resource's owner.
	AbsencesRead  = "absences.read"
	AbsencesWrite = "absences.write"
)

// Actions lists every action in a fixed order.
func Actions() []string {
	return []string{
		SessionCreate, SessionRead, SessionDelete,
		DemoRead, DemoEnter,
		AppsList, AppRead, AppPreview,
		InstanceCreate, InstanceRead, InstanceUrge, InstanceList, InstanceWithdraw, InstanceComment, InstanceIntervene,
		InstanceRetry, FailuresList,
		InboxRead, EventsRead, NoticesChoose, TaskDecide, TaskUndo,
		DraftRead, DraftWrite, DraftDelete,
		StudioList, StudioRead, StudioWrite, StudioPublish, StudioTry,
		FileUpload, FileRead, FileDelete,
		PeopleSearch, RolesList, DepartmentsList,
		ListsUse, ListsRead, ListsWrite,
		MetricsRead, OpenAPIRead,
		SystemRead, DirectoryRead, CompanyRead, AuditRead,
		CompanyWrite, SetupRead, SetupWrite,
		DirectoryWrite, DirectoryRoles, DirectoryLink, DirectoryImport,
		LinkUse, AccountRead, AccountWrite,
		AbsencesRead, AbsencesWrite,
	}
}
