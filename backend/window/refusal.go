package window

import "parley/backend/chat"

// Refusal is how the page is told an error: its code, a colon, and the message.
func Refusal(err error) any { return string(chat.CodeOf(err)) + ": " + err.Error() }
