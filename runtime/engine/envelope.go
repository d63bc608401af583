package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// envelope is the stored shape of a recorded event, whose data is written as it
// is and read as text until its type is known.
type envelope[D any] struct {
	Type  string `json:"type"`
	V     int    `json:"v"`
	Seq   int64  `json:"seq"`
	At    int64  `json:"at"`
	Actor string `json:"actor"`
	Data  D      `json:"data"`
}

// eventType is what the codec knows of a type of event.
type eventType struct {
	// version is the current version of the event's shape, from 1.
	version int
	// upcasts turn the data of an older version into the next one:
	// upcasts[0] takes version 1 to 2. There are version-1 of them.
	upcasts []upcast
	decode  func(json.RawMessage) (Event, error)
}

// upcast rewrites an event's data from one version to the next.
type upcast func(json.RawMessage) (json.RawMessage, error)

// codec reads and writes events by their types.
type codec map[string]eventType

// current is the codec of this program. A change of an event's shape raises
// its version here and adds the upcast from the one before.
var current = codec{
	TypeInstanceSubmitted: {version: 2, upcasts: []upcast{unchanged}, decode: decodeAs[InstanceSubmitted]},
	TypeNodeEntered:       {version: 1, decode: decodeAs[NodeEntered]},
	TypeNodeSkipped:       {version: 1, decode: decodeAs[NodeSkipped]},
	TypeEdgeTaken:         {version: 1, decode: decodeAs[EdgeTaken]},
	TypeTokenSplit:        {version: 1, decode: decodeAs[TokenSplit]},
	TypeTokensJoined:      {version: 1, decode: decodeAs[TokensJoined]},
	TypeTokenEnded:        {version: 1, decode: decodeAs[TokenEnded]},
	TypeTaskCreated:       {version: 3, upcasts: []upcast{unchanged, unchanged}, decode: decodeAs[TaskCreated]},
	TypeTaskOpened:        {version: 1, decode: decodeAs[TaskOpened]},
	TypeTaskApproved:      {version: 1, decode: decodeAs[TaskApproved]},
	TypeTaskRejected:      {version: 1, decode: decodeAs[TaskRejected]},
	TypeTaskCompleted:     {version: 1, decode: decodeAs[TaskCompleted]},
	TypeTaskCancelled:     {version: 2, upcasts: []upcast{unchanged}, decode: decodeAs[TaskCancelled]},
	TypeTaskHandedOver:    {version: 1, decode: decodeAs[TaskHandedOver]},
	TypeTaskUrged:         {version: 1, decode: decodeAs[TaskUrged]},
	TypeNoticeGiven:       {version: 1, decode: decodeAs[NoticeGiven]},
	TypeTaskEscalated:     {version: 2, upcasts: []upcast{unchanged}, decode: decodeAs[TaskEscalated]},
	TypePeopleChosen:      {version: 1, decode: decodeAs[PeopleChosen]},
	TypeRowsUnnamed:       {version: 1, decode: decodeAs[RowsUnnamed]},
	TypeTimerSet:          {version: 1, decode: decodeAs[TimerSet]},
	TypeTimerMoved:        {version: 1, decode: decodeAs[TimerMoved]},
	TypeTimerFired:        {version: 1, decode: decodeAs[TimerFired]},
	TypeTimerCancelled:    {version: 1, decode: decodeAs[TimerCancelled]},
	TypeErrandSent:        {version: 1, decode: decodeAs[ErrandWasSent]},
	TypeErrandDone:        {version: 1, decode: decodeAs[ErrandWasDone]},
	TypeErrandFailed:      {version: 1, decode: decodeAs[ErrandHasFailed]},
	TypeErrandRetried:     {version: 1, decode: decodeAs[ErrandWasRetried]},
	TypeErrandDropped:     {version: 1, decode: decodeAs[ErrandWasDropped]},
	TypeAssigneeFailed:    {version: 1, decode: decodeAs[AssigneeFailed]},
	TypeFieldsSet:         {version: 1, decode: decodeAs[FieldsSet]},
	TypeTaskPassed:        {version: 1, decode: decodeAs[TaskPassed]},
	TypeTaskReturned:      {version: 1, decode: decodeAs[TaskReturned]},
	TypeTaskResubmitted:   {version: 1, decode: decodeAs[TaskResubmitted]},
	TypeTaskUndone:        {version: 1, decode: decodeAs[TaskUndone]},
	TypeTaskTransferred:   {version: 1, decode: decodeAs[TaskTransferred]},
	TypeTaskDelegated:     {version: 1, decode: decodeAs[TaskDelegated]},
	TypeTaskAnswered:      {version: 1, decode: decodeAs[TaskAnswered]},
	TypeTaskHeld:          {version: 1, decode: decodeAs[TaskHeld]},
	TypeSignersAdded:      {version: 1, decode: decodeAs[SignersAdded]},
	TypeSignerRemoved:     {version: 1, decode: decodeAs[SignerRemoved]},
	TypeTaskClaimed:       {version: 1, decode: decodeAs[TaskClaimed]},
	TypeTaskReleased:      {version: 1, decode: decodeAs[TaskReleased]},
	TypeTaskReassigned:    {version: 1, decode: decodeAs[TaskReassigned]},
	TypeTaskCovered:       {version: 1, decode: decodeAs[TaskCovered]},
	TypeTaskReclaimed:     {version: 1, decode: decodeAs[TaskReclaimed]},
	TypeInstanceWithdrawn: {version: 1, decode: decodeAs[InstanceWithdrawn]},
	TypeInstanceSuspended: {version: 1, decode: decodeAs[InstanceSuspended]},
	TypeInstanceResumed:   {version: 1, decode: decodeAs[InstanceResumed]},
	TypeInstanceJumped:    {version: 1, decode: decodeAs[InstanceJumped]},
	TypePeopleCopied:      {version: 1, decode: decodeAs[PeopleCopied]},
	TypeCommentAdded:      {version: 1, decode: decodeAs[CommentAdded]},
	TypeTokenMoved:        {version: 1, decode: decodeAs[TokenMoved]},
	TypeTokenCancelled:    {version: 1, decode: decodeAs[TokenCancelled]},
	TypeFieldsEdited:      {version: 1, decode: decodeAs[FieldsEdited]},
	TypeCopySent:          {version: 1, decode: decodeAs[CopySent]},
	TypeInstanceEnded:     {version: 3, upcasts: []upcast{unchanged, unchanged}, decode: decodeAs[InstanceEnded]},
}

// unchanged is the upcast to a version that only adds keys which may be absent.
func unchanged(data json.RawMessage) (json.RawMessage, error) { return data, nil }

func version(e Event) int { return current[e.EventType()].version }

// decodeAs reads an event's data. Numbers keep their text, as form values do;
// unknown keys are refused, because within one version there are none.
func decodeAs[E Event](data json.RawMessage) (Event, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	var e E
	if err := dec.Decode(&e); err != nil {
		return nil, err
	}
	return e, nil
}

// MarshalJSON writes the event in its envelope:
// {"type","v","seq","at","actor","data":{…}}.
func (rec Recorded) MarshalJSON() ([]byte, error) {
	e, err := rec.envelope()
	if err != nil {
		return nil, err
	}
	return json.Marshal(e)
}

func (rec Recorded) envelope() (envelope[Event], error) {
	if rec.Event == nil {
		return envelope[Event]{}, fmt.Errorf("%w: none", ErrEventUnknown)
	}
	return envelope[Event]{
		Type: rec.Event.EventType(), V: rec.V, Seq: rec.Seq, At: rec.At, Actor: rec.Actor, Data: rec.Event,
	}, nil
}

// MarshalEvents writes events as a JSON array of their envelopes, the same
// text that json.Marshal gives, in one pass instead of two.
func MarshalEvents(events []Recorded) ([]byte, error) {
	all := make([]envelope[Event], len(events))
	for i, rec := range events {
		var err error
		if all[i], err = rec.envelope(); err != nil {
			return nil, err
		}
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads an event out of its envelope and brings it to its
// current version. The error wraps ErrEventUnknown or ErrEventNewer where that
// is what is wrong.
func (rec *Recorded) UnmarshalJSON(text []byte) error {
	got, err := current.read(text)
	if err != nil {
		return err
	}
	*rec = got
	return nil
}

func (c codec) read(text []byte) (Recorded, error) {
	var env envelope[json.RawMessage]
	if err := json.Unmarshal(text, &env); err != nil {
		return Recorded{}, fmt.Errorf("read event: %w", err)
	}
	known, ok := c[env.Type]
	if !ok {
		return Recorded{}, fmt.Errorf("%w: %q", ErrEventUnknown, env.Type)
	}
	if env.V > known.version {
		return Recorded{}, fmt.Errorf("%w: %s version %d, known %d", ErrEventNewer, env.Type, env.V, known.version)
	}
	if env.V < 1 {
		return Recorded{}, fmt.Errorf("%w: %s version %d", ErrEventUnknown, env.Type, env.V)
	}
	data := env.Data
	for v := env.V; v < known.version; v++ {
		var err error
		if data, err = known.upcasts[v-1](data); err != nil {
			return Recorded{}, fmt.Errorf("bring %s from version %d to %d: %w", env.Type, v, v+1, err)
		}
	}
	e, err := known.decode(data)
	if err != nil {
		return Recorded{}, fmt.Errorf("read %s: %w", env.Type, err)
	}
	return Recorded{Seq: env.Seq, V: known.version, At: env.At, Actor: env.Actor, Event: e}, nil
}
