package targeting

import "strings"

// holds reports whether a condition that does not depend on time holds.
func (c Condition) holds(f Facts) bool {
	switch c.Kind {
	case ByPage:
		return c.onPage(f.URL)
	case ByPages:
		return max(f.Pages, 1) >= c.Number
	case ByVisits:
		return max(f.Visits, 1) >= c.Number
	case ByReferrer:
		return compare(Contains, f.Referrer, c.Value)
	case ByLanguage:
		return speaks(f.Language, c.Value)
	case ByAttribute:
		value, there := f.Attributes[c.Name]
		return there && compare(c.How, value, c.Value)
	case ByTime: // which a condition of a rule waits for
	}
	return false
}

// onPage compares the address of a page. What follows a # never counts. To be equal, or to start or match, a value that begins with a slash is
// compared with what follows the host, and one without a question mark with what stands before that.
func (c Condition) onPage(url string) bool {
	url, _, _ = strings.Cut(url, "#")
	value := strings.TrimSpace(c.Value)
	if c.How == Contains {
		return compare(c.How, url, value)
	}
	if strings.HasPrefix(value, "/") {
		url = afterHost(url)
	}
	if !strings.Contains(value, "?") {
		url, _, _ = strings.Cut(url, "?")
	}
	if c.How == Equals {
		return compare(c.How, strings.TrimSuffix(url, "/"), strings.TrimSuffix(value, "/"))
	}
	return compare(c.How, url, value)
}

// afterHost is an address from the path on.
func afterHost(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	if i := strings.IndexAny(url, "/?"); i >= 0 {
		url = url[i:]
	} else {
		url = ""
	}
	if !strings.HasPrefix(url, "/") {
		url = "/" + url
	}
	return url
}

// speaks reports whether a language is the one wanted, or a variety of it.
func speaks(language, wanted string) bool {
	language, wanted = strings.ToLower(language), strings.ToLower(strings.TrimSpace(wanted))
	return language == wanted || strings.HasPrefix(language, wanted+"-")
}

// compare compares a text with a value, whatever is written in capitals.
func compare(how Comparison, text, value string) bool {
	text, value = strings.ToLower(text), strings.ToLower(value)
	switch how {
	case Contains:
		return strings.Contains(text, value)
	case Equals:
		return text == value
	case Starts:
		return strings.HasPrefix(text, value)
	case Matches:
		return matches(text, value)
	case Exists:
		return true
	}
	return false
}

// matches reports whether a text is a pattern in which * stands for any text. It takes the first place at which each part fits, which is enough.
func matches(text, pattern string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return text == pattern
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return strings.HasSuffix(text, parts[last])
}
