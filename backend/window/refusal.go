package window

import "parley/backend/chat"

// Refusal is how the page is told an error: its code, the field that was wrong in parentheses if there is one, a colon, and the message.
func Refusal(err error) any {
	told := string(chat.CodeOf(err))
	if field := chat.FieldOf(err); field != "" {
		told += " (" + field + ")"
	}
	return told + ": " + err.Error()
}
