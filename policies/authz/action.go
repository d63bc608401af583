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
	InstanceList   = "instance.list"
	InboxRead      = "inbox.read"
	EventsRead     = "events.read"
	TaskDecide     = "task.decide"
	DraftRead      = "draft.read"
	DraftWrite     = "draft.write"
	DraftDelete    = "draft.delete"
	StudioList     = "studio.list"
	StudioRead     = "studio.read"
	StudioWrite    = "studio.write"
	StudioPublish  = "studio.publish"
	PeopleSearch   = "people.search"
	RolesList      = "roles.list"
	MetricsRead    = "metrics.read"
	OpenAPIRead    = "openapi.read"
	SystemRead     = "system.read"
	DirectoryRead  = "directory.read"
	CompanyRead    = "company.read"
	CompanyWrite   = "company.write"
	SetupRead      = "setup.read"
	SetupWrite     = "setup.write"
	AuditRead      = "audit.read"
)

// Actions lists every action in a fixed order.
func Actions() []string {
	return []string{
		SessionCreate, SessionRead, SessionDelete,
		DemoRead, DemoEnter,
		AppsList, AppRead, AppPreview,
		InstanceCreate, InstanceRead, InstanceList,
		InboxRead, EventsRead, TaskDecide,
		DraftRead, DraftWrite, DraftDelete,
		StudioList, StudioRead, StudioWrite, StudioPublish,
		PeopleSearch, RolesList,
		MetricsRead, OpenAPIRead,
		SystemRead, DirectoryRead, CompanyRead, AuditRead,
		CompanyWrite, SetupRead, SetupWrite,
	}
}
