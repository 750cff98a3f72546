package chat_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
)

func someSite() chat.Site {
	s := chat.DefaultSite()
	s.ID, s.Name, s.Origins = "shop", "Shop", []string{"https://shop.example"}
	return s
}

func TestSiteCheckedNamesTheFieldThatWasWrong(t *testing.T) {
	for _, c := range []struct {
		field  string // empty where the settings can be
		change func(*chat.Site)
	}{
		{"", func(*chat.Site) {}},
		{"", func(s *chat.Site) { s.Origins = nil }},
		{"", func(s *chat.Site) { s.Contact = chat.ContactForm{Live: chat.EmailRequired, Messenger: chat.EmailOff} }},
		{"", func(s *chat.Site) { s.Look.OffsetX, s.Look.OffsetY = 0, chat.MaxOffsetY }},
		{"", func(s *chat.Site) {
			s.Texts.Default = chat.Words{Launcher: strings.Repeat("ü", 30), Lead: strings.Repeat("ü", 300)}
		}},
		{"", func(s *chat.Site) { s.Texts.En.Greeting = "<b>{name}</b>" }},
		{"name", func(s *chat.Site) { s.Name = " " }},
		{"origins", func(s *chat.Site) { s.Origins = []string{"https://shop.example", "shop.example"} }},
		{"origins", func(s *chat.Site) { s.Origins = slices.Repeat([]string{"https://shop.example"}, 101) }},
		{"quiet", func(s *chat.Site) { s.Quiet = chat.ModeLive }},
		{"contact.live", func(s *chat.Site) { s.Contact.Live = "" }},
		{"contact.messenger", func(s *chat.Site) { s.Contact.Messenger = "never" }},
		{"steps.t2", func(s *chat.Site) { s.Steps.T2 = time.Second }},
		{"routing", func(s *chat.Site) { s.Routing = "random" }},
		{"look.colour", func(s *chat.Site) { s.Look.Colour = "teal" }},
		{"look.colour", func(s *chat.Site) { s.Look.Colour = "#12345" }},
		{"look.colour", func(s *chat.Site) { s.Look.Colour = "#1234567" }},
		{"look.colour", func(s *chat.Site) { s.Look.Colour = "#123456\n" }},
		{"look.corner", func(s *chat.Site) { s.Look.Corner = "top" }},
		{"look.offsetX", func(s *chat.Site) { s.Look.OffsetX = -1 }},
		{"look.offsetX", func(s *chat.Site) { s.Look.OffsetX = chat.MaxOffsetX + 1 }},
		{"look.offsetY", func(s *chat.Site) { s.Look.OffsetY = -1 }},
		{"look.offsetY", func(s *chat.Site) { s.Look.OffsetY = chat.MaxOffsetY + 1 }},
		{"look.radius", func(s *chat.Site) { s.Look.Radius = "" }},
		{"look.scheme", func(s *chat.Site) { s.Look.Scheme = "grey" }},
		{"texts.default.launcher", func(s *chat.Site) { s.Texts.Default.Launcher = strings.Repeat("x", 31) }},
		{"texts.en.liveTitle", func(s *chat.Site) { s.Texts.En.LiveTitle = strings.Repeat("x", 61) }},
		{"texts.en.greeting", func(s *chat.Site) { s.Texts.En.Greeting = "two\nlines" }},
		{"texts.de.title", func(s *chat.Site) { s.Texts.De.Title = "\xff" }},
		{"texts.fr.lead", func(s *chat.Site) { s.Texts.Fr.Lead = strings.Repeat("x", 301) }},
		{"texts.fr.sent", func(s *chat.Site) { s.Texts.Fr.Sent = "a\x00b" }},
	} {
		site := someSite()
		c.change(&site)
		_, err := site.Checked()
		var known *chat.Error
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%+v: %v", site, err)
		case c.field != "" && (!errors.As(err, &known) || known.Code != chat.Invalid || known.Field != c.field):
			t.Errorf("%+v: got %#v, want invalid at %s", site, err, c.field)
		}
	}
}

func TestSiteCheckedWritesSettingsInOneWay(t *testing.T) {
	site := someSite()
	site.Origins = []string{" HTTPS://www.Shop.example/", "https://shop.example:443", "https://shop.example"}
	site.Look.Colour = "#ABCDEF"
	site.Texts.De = chat.Words{LiveTitle: " a ", Greeting: " b ", Title: " c ", Lead: " d ", Sent: " e ", Launcher: "  "}
	want := someSite()
	want.Origins = []string{"https://shop.example", "https://www.shop.example"}
	want.Look.Colour = "#abcdef"
	want.Texts.De = chat.Words{LiveTitle: "a", Greeting: "b", Title: "c", Lead: "d", Sent: "e"}
	got, err := site.Checked()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	again, err := got.Checked()
	if diff := cmp.Diff(got, again); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
