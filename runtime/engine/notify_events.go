package engine

// NoticeGiven told people something in a step's own words. Like a copy, it lets
// them see the case.
type NoticeGiven struct {
	Token    int      `json:"token"`
	Node     string   `json:"node"`
	To       []string `json:"to"`
	Resolver string   `json:"resolver"`
}

// TypeNoticeGiven is the stored name of the event.
const TypeNoticeGiven = "notice.given"

// EventType returns TypeNoticeGiven.
func (NoticeGiven) EventType() string { return TypeNoticeGiven }
