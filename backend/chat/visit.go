package chat

import "maps"

// Visit is what is known of where a visitor is right now.
type Visit struct {
	URL        string
	Title      string
	Attributes map[string]string // as the page says them
}

// Same reports whether two visits are the same; nil is that of nobody.
func (v *Visit) Same(o *Visit) bool {
	if v == nil || o == nil {
		return v == o
	}
	return v.URL == o.URL && v.Title == o.Title && maps.Equal(v.Attributes, o.Attributes)
}
