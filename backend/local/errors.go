package local

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/creachadair/jrpc2"

	"parley/backend/chat"
)

// errorCode is the number of every error a desk answers with; errorData beside it says which error it is.
const errorCode jrpc2.Code = 1

type errorData struct {
	Code  chat.Code `json:"code"`
	Field string    `json:"field,omitempty"`
}

// toWire makes an error what is answered to a client.
func toWire(err error) error {
	if errors.Is(err, context.Canceled) {
		err = chat.Errorf(chat.Unavailable, "the desk ends: %w", err)
	}
	data := errorData{Code: chat.CodeOf(err), Field: chat.FieldOf(err)}
	return (&jrpc2.Error{Code: errorCode, Message: err.Error()}).WithData(data)
}

// fromWire makes what was answered the error it was. An answer that never came is unavailable.
func fromWire(err error) error {
	answer, ok := errors.AsType[*jrpc2.Error](err)
	if !ok {
		return chat.Errorf(chat.Unavailable, "the desk has ended: %w", err)
	}
	var data errorData
	if answer.Code == errorCode && json.Unmarshal(answer.Data, &data) == nil {
		return chat.Errorf(data.Code, "%s", answer.Message).At(data.Field)
	}
	switch answer.Code {
	case jrpc2.MethodNotFound:
		return chat.Errorf(chat.NotFound, "the desk knows no %s", answer.Message)
	case jrpc2.ParseError, jrpc2.InvalidRequest, jrpc2.InvalidParams:
		return chat.Errorf(chat.Invalid, "%s", answer.Message)
	case jrpc2.Cancelled, jrpc2.DeadlineExceeded, jrpc2.SystemError, jrpc2.InternalError: // the connection ended before the answer
		return chat.Errorf(chat.Unavailable, "%w", err)
	default:
		return chat.Errorf(chat.Internal, "%s", answer.Message)
	}
}
