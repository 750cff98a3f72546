package chat

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Site is one customer of a hub: a tenant with its own agents, visitors and conversations.
type Site struct {
	ID      string
	Name    string
	Origins []string // origins whose pages may carry the widget, as in "https://shop.example"; the hub's own is always allowed
	Quiet   Mode     // what a visitor is told while nobody is there: ModeMessenger or ModeHidden
	Contact ContactForm
	Steps   Steps   // how long a visitor waits before more agents are asked
	Routing Routing // who is asked about a new chat
	Look    Look
	Texts   Texts

	ChooseGroup bool // visitors who write for the first time are asked for a group
}

// EmailPolicy says whether a visitor is asked for an e-mail address.
type EmailPolicy string

// The policies of section 4 of the rules.
const (
	EmailOff      EmailPolicy = "off"
	EmailOptional EmailPolicy = "optional"
	EmailRequired EmailPolicy = "required"
)

func (p EmailPolicy) check() error {
	switch p {
	case EmailOff, EmailOptional, EmailRequired:
		return nil
	}
	return Errorf(Invalid, "an e-mail address is off, optional or required, not %q", p)
}

// ContactForm says what visitors are asked for before they write.
type ContactForm struct {
	Live      EmailPolicy // before the first message to somebody who is there
	Messenger EmailPolicy
}

// Look is how the widget looks, as far as a site chooses it.
type Look struct {
	Colour      string // as in "#14607a"
	Corner      Corner
	OffsetX     int // pixels between the launcher and the side of the page
	OffsetY     int // and its lower edge
	Radius      Radius
	Scheme      Scheme
	OwnLauncher bool // the page has a button of its own, and ours is not shown
	Team        bool // the team answers as one: visitors are told no names
}

// Corner is where in a page the launcher is.
type Corner string

// The corners.
const (
	CornerRight Corner = "right"
	CornerLeft  Corner = "left"
)

// Radius is how round the corners of the widget are.
type Radius string

// Every radius.
const (
	RadiusNone  Radius = "none"
	RadiusSmall Radius = "small"
	RadiusRound Radius = "round"
)

// Scheme says whether the widget is light or dark.
type Scheme string

// The schemes.
const (
	SchemeAuto  Scheme = "auto" // as the visitor's system
	SchemeLight Scheme = "light"
	SchemeDark  Scheme = "dark"
)

// How far the launcher can be from the edges of the page, in pixels: with both, the chat still fits above it.
const (
	MaxOffsetX = 100
	MaxOffsetY = 200
)

// Texts are a site's own words in the widget: those of a language, and those for every language that has none of its own.
type Texts struct {
	Default Words
	En      Words
	De      Words
	Fr      Words
}

// Words are texts of the widget; what is empty is in our words.
type Words struct {
	LiveTitle string // above the chat while somebody is there, where otherwise the names are
	Greeting  string // invites to chat
	Title     string // of the messenger
	Lead      string // says what happens while nobody is there
	Sent      string // confirms a message while nobody is there
	Launcher  string // on the launcher
}

// How long a site's own words can be, in characters.
const (
	maxWords    = 300
	maxTitle    = 60
	maxLauncher = 30
	maxOrigins  = 100
)

// DefaultSite has the settings of a new site.
func DefaultSite() Site {
	return Site{
		Quiet:   ModeMessenger,
		Contact: ContactForm{Live: EmailOff, Messenger: EmailOptional},
		Steps:   DefaultSteps(),
		Routing: RoutingEverybody,
		Look:    Look{Colour: "#14607a", Corner: CornerRight, OffsetX: 20, OffsetY: 20, Radius: RadiusRound, Scheme: SchemeAuto},
	}
}

// Checked returns the site with its settings in the form they are compared and stored in, or invalid, naming the first that no site can have.
func (s Site) Checked() (Site, error) {
	origins, err := parseOrigins(s.Origins)
	s.Origins = origins
	s.Look.Colour = strings.ToLower(s.Look.Colour)
	s.Texts = s.Texts.trimmed()
	for _, check := range []struct {
		below string // what stands before the field in the name of what was wrong
		err   error
	}{
		{"", CheckName(s.Name)}, {"", err}, {"", s.checkQuiet()},
		{"contact.live", s.Contact.Live.check()}, {"contact.messenger", s.Contact.Messenger.check()},
		{"steps.", s.Steps.Check()}, {"", s.Routing.Check()}, {"look.", s.Look.check()},
		{"texts.default.", s.Texts.Default.check()}, {"texts.en.", s.Texts.En.check()},
		{"texts.de.", s.Texts.De.check()}, {"texts.fr.", s.Texts.Fr.check()},
	} {
		var wrong *Error
		if errors.As(check.err, &wrong) {
			return s, wrong.At(check.below + wrong.Field)
		}
	}
	return s, nil
}

func parseOrigins(texts []string) ([]string, error) {
	if len(texts) > maxOrigins {
		return nil, Errorf(Invalid, "a site has at most %d origins", maxOrigins).At("origins")
	}
	var out []string
	for _, text := range texts {
		origin, err := ParseOrigin(text)
		if err != nil {
			return nil, Errorf(Invalid, "%w", err).At("origins")
		}
		out = append(out, origin)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (s Site) checkQuiet() error {
	if s.Quiet != ModeMessenger && s.Quiet != ModeHidden {
		return Errorf(Invalid, "a site is messenger or hidden while nobody is there, not %q", s.Quiet).At("quiet")
	}
	return nil
}

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func (l Look) check() error {
	switch {
	case !hexColour.MatchString(l.Colour):
		return Errorf(Invalid, "%q is not a colour such as #14607a", l.Colour).At("colour")
	case l.Corner != CornerRight && l.Corner != CornerLeft:
		return Errorf(Invalid, "a corner is right or left, not %q", l.Corner).At("corner")
	case l.OffsetX < 0 || l.OffsetX > MaxOffsetX:
		return Errorf(Invalid, "the launcher is 0 to %d pixels from the side, not %d", MaxOffsetX, l.OffsetX).At("offsetX")
	case l.OffsetY < 0 || l.OffsetY > MaxOffsetY:
		return Errorf(Invalid, "the launcher is 0 to %d pixels from the lower edge, not %d", MaxOffsetY, l.OffsetY).At("offsetY")
	case l.Radius != RadiusNone && l.Radius != RadiusSmall && l.Radius != RadiusRound:
		return Errorf(Invalid, "a radius is none, small or round, not %q", l.Radius).At("radius")
	case l.Scheme != SchemeAuto && l.Scheme != SchemeLight && l.Scheme != SchemeDark:
		return Errorf(Invalid, "a scheme is light, dark or auto, not %q", l.Scheme).At("scheme")
	}
	return nil
}

func (t Texts) trimmed() Texts {
	for _, words := range []*Words{&t.Default, &t.En, &t.De, &t.Fr} {
		for _, text := range []*string{&words.LiveTitle, &words.Greeting, &words.Title, &words.Lead, &words.Sent, &words.Launcher} {
			*text = strings.TrimSpace(*text)
		}
	}
	return t
}

func (w Words) check() error {
	for _, text := range []struct {
		field, is string
		longest   int
	}{
		{"liveTitle", w.LiveTitle, maxTitle},
		{"greeting", w.Greeting, maxWords},
		{"title", w.Title, maxTitle},
		{"lead", w.Lead, maxWords},
		{"sent", w.Sent, maxWords},
		{"launcher", w.Launcher, maxLauncher},
	} {
		switch {
		case !utf8.ValidString(text.is), strings.ContainsFunc(text.is, unicode.IsControl):
			return Errorf(Invalid, "%s must be one line of text", text.field).At(text.field)
		case utf8.RuneCountInString(text.is) > text.longest:
			return Errorf(Invalid, "%s must have at most %d characters", text.field, text.longest).At(text.field)
		}
	}
	return nil
}
