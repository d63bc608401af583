package flow

// OnFail says what becomes of a case at a step that no person does, when that
// fails.
type OnFail string

// The ways.
const (
	// AskAdmin lets the case wait until an administrator has the step done again.
	// It is the default.
	AskAdmin OnFail = "admin"
	// GoOn goes on as if it had been done.
	GoOn OnFail = "goOn"
)

// checkFailing checks what a node says of failing.
func (c *compiler) checkFailing(n *Node) {
	switch n.OnFail {
	case "", AskAdmin, GoOn:
	default:
		c.findNode(CodeOnFailUnknown, n, map[string]any{"onFail": string(n.OnFail)})
	}
}
