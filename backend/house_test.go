// Package backend_test holds the house to its own rules: what may stand at the top, who may import whom, and that every package says what it is for.
package backend_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule is one rule of the house with its reason. check returns what breaks it.
type rule struct {
	name   string
	reason string
	check  func(house) []string
}

// pure packages hold the rules of the product.
var pure = []string{"backend/presence", "backend/schedule", "backend/escalation", "backend/attention", "backend/coverage", "backend/targeting"}

// computing are the packages of the standard library that only compute.
var computing = []string{
	"bytes", "cmp", "errors", "fmt", "iter", "maps", "math", "math/bits", "slices", "sort", "strconv", "strings", "time", "time/tzdata", "unicode", "unicode/utf8",
}

// transports are how facts and frames are kept and carried.
var transports = []string{
	"database/sql", "modernc.org/", "github.com/jackc/", "github.com/pressly/", "github.com/nats-io/", "net/http", "github.com/gorilla/",
	"parley/backend/store", "parley/backend/bus", "parley/backend/wire", "parley/backend/server",
}

var rules = []rule{
	{
		name:   "pure packages only compute",
		reason: "a decision that depends on facts and an instant alone can be tested for every instant, repeated after a restart and trusted on every hub",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				own, ours := strings.CutPrefix(i, module+"/")
				return slices.Contains(pure, s.folder()) && !s.test() &&
					!slices.Contains(computing, i) && !(ours && (own == "backend/chat" || slices.Contains(pure, own)))
			})
		},
	},
	{
		name:   "pure packages do not know the time",
		reason: "the instant is an argument; a rule that looks at the clock gives two answers to one question",
		check: func(h house) []string {
			var out []string
			for _, s := range h {
				if slices.Contains(pure, s.folder()) && !s.test() {
					for _, call := range s.clock {
						out = append(out, s.name+" uses time."+call)
					}
				}
			}
			return out
		},
	},
	{
		name:   "the vocabulary stands alone",
		reason: "every package may import chat, so chat can import none of them",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				return s.folder() == "backend/chat" && !s.test() && strings.HasPrefix(i, module+"/")
			})
		},
	},
	{
		name:   "hub and agent know no transport",
		reason: "the conversation server and the session decide; how facts are kept and frames are carried stands behind their own small interfaces",
		check: func(h house) []string {
			return append(reaches(h, "backend/hub", transports...), reaches(h, "backend/agent", transports...)...)
		},
	},
	{
		name:   "hub and agent meet in protocol",
		reason: "the two ends of a link may run in different versions on different computers: only frames are common to them",
		check: func(h house) []string {
			return append(reaches(h, "backend/hub", "parley/backend/agent"), reaches(h, "backend/agent", "parley/backend/hub")...)
		},
	},
	{
		name:   "Wails is the window's alone",
		reason: "a webview is heavy, can crash and can be attacked: nothing of it belongs into the programs that hold the session",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				return strings.HasPrefix(i, "github.com/wailsapp/") && s.name != "main.go" && s.name != "app.go"
			})
		},
	},
	{
		name:   "the window is thin",
		reason: "it renders state and sends intents through the local API; whatever else it imported it could also break or leak",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				own, ours := strings.CutPrefix(i, module+"/")
				return s.folder() == "." && ours && !slices.Contains([]string{"backend/window", "backend/local", "frontend"}, own)
			})
		},
	},
	{
		name:   "only desk and cmd import server",
		reason: "the server puts a whole hub together; whoever imports it carries one",
		check:  func(h house) []string { return onlyFor(h, "backend/server", "backend/desk", "backend/cmd") },
	},
	{
		name:   "only cmd imports desk",
		reason: "the desk puts a whole program together; it is nobody's part",
		check:  func(h house) []string { return onlyFor(h, "backend/desk", "backend/cmd") },
	},
	{
		name:   "only cmd imports bus",
		reason: "a desk's built-in hub stands alone, and shall not carry what connects hubs",
		check:  func(h house) []string { return onlyFor(h, "backend/bus", "backend/cmd", "backend/server/servertest") },
	},
	{
		name:   "only bus imports NATS",
		reason: "hubs know a bus that may lose what it carries; which one it is shall be changed in one place",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				return strings.HasPrefix(i, "github.com/nats-io/") && !strings.HasPrefix(s.folder(), "backend/bus")
			})
		},
	},
	{
		name:   "cgo is for macOS and the window",
		reason: "parley-hub and parley-desk are built without a C compiler; only the tray of macOS cannot be, and the window's web view is in C",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool {
				return i == "C" && !strings.HasSuffix(s.name, "_darwin.go") && s.folder() != "backend/window"
			})
		},
	},
	{
		name:   "test support stays in tests",
		reason: "what plays a bus, a link or a case must not get into a program",
		check: func(h house) []string {
			return each(h, func(s source, i string) bool { return !s.test() && !support(s.folder()) && support(i) })
		},
	},
	{
		name:   "every package says what it is for, in one paragraph",
		reason: "a package that needs a second paragraph is two packages",
		check:  documented,
	},
}

// support reports whether a folder or import path is a package that only tests use.
func support(p string) bool {
	own := strings.TrimPrefix(p, module+"/")
	return strings.HasPrefix(own, "backend/") && (strings.HasSuffix(own, "test") || own == "backend/presence/cases")
}

// each returns the imports that a predicate finds wrong.
func each(h house, wrong func(source, string) bool) []string {
	var out []string
	for _, s := range h {
		for _, i := range s.imports {
			if wrong(s, i) {
				out = append(out, s.name+" imports "+i)
			}
		}
	}
	return out
}

// reaches returns how a folder, or one below it, gets to packages it must not know, given by path or by the beginning of one that ends in a slash.
func reaches(h house, folder string, forbidden ...string) []string {
	var out []string
	for _, from := range slices.Sorted(maps.Keys(h.folders())) {
		if !within(from, folder) {
			continue
		}
		for i, way := range h.reach(from) {
			if slices.ContainsFunc(forbidden, func(f string) bool { return within(i, strings.TrimSuffix(f, "/")) }) {
				out = append(out, way)
			}
		}
	}
	return out
}

// onlyFor returns who imports a package without being in one of the folders that may, the package's own among them.
func onlyFor(h house, target string, may ...string) []string {
	return each(h, func(s source, i string) bool {
		return !s.test() && within(i, module+"/"+target) && !slices.ContainsFunc(append(may, target), func(m string) bool { return within(s.folder(), m) })
	})
}

func within(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func documented(h house) []string {
	var out []string
	folders := h.folders()
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		var docs []string
		programs := slices.ContainsFunc(folders[folder], func(s source) bool { return !s.test() })
		for _, s := range folders[folder] {
			if s.doc != "" && s.test() != programs { // tests speak for a folder only where nothing else stands
				docs = append(docs, s.doc)
			}
		}
		switch {
		case len(docs) == 0:
			out = append(out, folder+" has no package comment")
		case len(docs) > 1:
			out = append(out, fmt.Sprintf("%s has %d package comments", folder, len(docs)))
		case slices.ContainsFunc(strings.Split(strings.TrimSpace(docs[0]), "\n\n")[1:], func(p string) bool { return !strings.HasPrefix(p, "Specification:") }):
			out = append(out, folder+" has a package comment of several paragraphs")
		}
	}
	return out
}

// top is everything that may stand at the top of the project, besides files whose name begins with a dot.
var top = []string{"main.go", "app.go", "frontend", "backend", "build", "wails.json", "go.mod", "go.sum", "README.md"}

func TestTop(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(top, e.Name()) {
			t.Errorf("%s stands at the top, where only %s may: everything has its place below", e.Name(), strings.Join(top, ", "))
		}
	}
}

func TestNoGeneratedBindings(t *testing.T) {
	err := filepath.WalkDir("../frontend", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return err
		case d.Name() == "node_modules":
			return filepath.SkipDir
		case d.Name() == "wailsjs":
			t.Errorf("%s: one typed module declares what the page may call; generated bindings would be a second truth", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRules(t *testing.T) {
	h := read(t, "..")
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, broken := range r.check(h) {
				t.Errorf("%s\nThe rule: %s, because %s.", broken, r.name, r.reason)
			}
		})
	}
}

// Every rule finds what breaks it, and lets pass what stands beside it.
func TestRulesBite(t *testing.T) {
	file := func(name string, imports ...string) source {
		return source{name: name, imports: imports, doc: "Package of a test."}
	}
	for _, c := range []struct {
		rule  string
		good  house
		bad   house
		found int // how much is wrong with bad
	}{
		{
			"pure packages only compute",
			house{file("backend/presence/a.go", "time", "parley/backend/chat"), file("backend/presence/a_test.go", "os"), file("backend/escalation/a.go", "parley/backend/presence")},
			house{file("backend/attention/a.go", "os", "context", "parley/backend/store", "golang.org/x/text")},
			4,
		},
		{
			"pure packages do not know the time",
			house{{name: "backend/tick/a.go", clock: []string{"Now"}}, {name: "backend/schedule/a_test.go", clock: []string{"Now"}}},
			house{{name: "backend/schedule/a.go", clock: []string{"Now"}}},
			1,
		},
		{
			"the vocabulary stands alone",
			house{file("backend/chat/a.go", "net/mail"), file("backend/hub/a.go", "parley/backend/chat")},
			house{file("backend/chat/a.go", "parley/backend/presence")},
			1,
		},
		{
			"hub and agent know no transport",
			house{file("backend/hub/a.go", "net/netip"), file("backend/hub/a_test.go", "net/http"), file("backend/server/a.go", "net/http")},
			house{file("backend/agent/journal/a.go", "parley/backend/config"), file("backend/config/a.go", "modernc.org/sqlite"), file("backend/hub/a.go", "parley/backend/wire")},
			2,
		},
		{
			"hub and agent meet in protocol",
			house{file("backend/hub/a.go", "parley/backend/protocol"), file("backend/agent/a.go", "parley/backend/protocol")},
			house{file("backend/hub/a.go", "parley/backend/x"), file("backend/x/a.go", "parley/backend/agent/journal")},
			1,
		},
		{
			"Wails is the window's alone",
			house{file("main.go", "github.com/wailsapp/wails/v2"), file("app.go", "github.com/wailsapp/wails/v2/pkg/runtime")},
			house{file("backend/window/a.go", "github.com/wailsapp/wails/v2")},
			1,
		},
		{
			"the window is thin",
			house{file("app.go", "parley/backend/local", "parley/backend/window", "parley/frontend", "context")},
			house{file("app.go", "parley/backend/agent")},
			1,
		},
		{
			"only desk and cmd import server",
			house{file("backend/desk/a.go", "parley/backend/server"), file("backend/cmd/parley-hub/main.go", "parley/backend/server"), file("backend/server/rest/a.go", "parley/backend/server")},
			house{file("backend/local/a.go", "parley/backend/server")},
			1,
		},
		{
			"only cmd imports desk",
			house{file("backend/cmd/parley-desk/main.go", "parley/backend/desk"), file("backend/desktop/a.go", "parley/backend/desktop/tray")},
			house{file("backend/server/a.go", "parley/backend/desk")},
			1,
		},
		{
			"only cmd imports bus",
			house{file("backend/cmd/parley-hub/serve.go", "parley/backend/bus"), file("backend/bus/bus_test.go", "parley/backend/bus/bustest")},
			house{file("backend/server/a.go", "parley/backend/bus")},
			1,
		},
		{
			"only bus imports NATS",
			house{file("backend/bus/nats.go", "github.com/nats-io/nats.go")},
			house{file("backend/hub/a_test.go", "github.com/nats-io/nats.go")},
			1,
		},
		{
			"cgo is for macOS and the window",
			house{file("backend/desktop/tray/tray_darwin.go", "C"), file("backend/window/confine_linux.go", "C")},
			house{file("backend/desktop/tray/tray.go", "C")},
			1,
		},
		{
			"test support stays in tests",
			house{file("backend/wire/a_test.go", "parley/backend/wire/wiretest"), file("backend/hub/a_test.go", "parley/backend/presence/cases"), file("backend/wire/wiretest/a.go", "parley/backend/presence/cases")},
			house{file("backend/hub/a.go", "parley/backend/wire/wiretest"), file("backend/hub/b.go", "parley/backend/presence/cases")},
			2,
		},
		{
			"every package says what it is for, in one paragraph",
			house{file("backend/chat/a.go"), {name: "backend/chat/b.go"}, file("backend/house_test.go"), {name: "backend/a/a.go", doc: "Package a is.\n\nSpecification: there."}},
			house{{name: "backend/a/a.go"}, file("backend/a/a_test.go"), file("backend/b/a.go"), file("backend/b/b.go"), {name: "backend/c/c.go", doc: "Package c is.\n\nAnd is."}},
			3,
		},
	} {
		i := slices.IndexFunc(rules, func(r rule) bool { return r.name == c.rule })
		if i < 0 {
			t.Errorf("there is no rule %q", c.rule)
			continue
		}
		if broken := rules[i].check(c.good); len(broken) > 0 {
			t.Errorf("%s: complains of %q", c.rule, broken)
		}
		if broken := rules[i].check(c.bad); len(broken) != c.found {
			t.Errorf("%s: complains of %q, want %d", c.rule, broken, c.found)
		}
	}
}
