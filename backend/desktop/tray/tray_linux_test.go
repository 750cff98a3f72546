package tray

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"parley/backend/desktop/internal/bustest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// panel is a desktop's panel: a watcher that also shows icons.
type panel struct {
	conn       *dbus.Conn
	props      *prop.Properties
	registered chan string // unique names of the programs whose icon is to be shown

}

// RegisterStatusNotifierItem is the watcher's method of that name.
func (p *panel) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	p.registered <- string(sender)
	return nil
}

func startPanel(t *testing.T, bus bustest.Bus, shows bool) *panel {
	t.Helper()
	p := &panel{conn: bus.Connect(t), registered: make(chan string, 4)}
	if err := p.conn.Export(p, watcherPath, watcher); err != nil {
		t.Fatal(err)
	}
	props, err := prop.Export(p.conn, watcherPath, prop.Map{watcher: {
		"IsStatusNotifierHostRegistered": {Value: shows, Writable: false, Emit: prop.EmitTrue},
	}})
	if err != nil {
		t.Fatal(err)
	}
	p.props = props
	bustest.Own(t, p.conn, watcher)
	return p
}

func (p *panel) shows(t *testing.T, yes bool) {
	t.Helper()
	p.props.SetMust(watcher, "IsStatusNotifierHostRegistered", yes)
	signal := map[bool]string{true: ".StatusNotifierHostRegistered", false: ".StatusNotifierHostUnregistered"}[yes]
	if err := p.conn.Emit(watcherPath, watcher+signal); err != nil {
		t.Fatal(err)
	}
}

type layout struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// line is what a person sees of one item of a menu.
type line struct {
	Label              string
	Separator          bool
	Checkable, Checked bool
	Disabled           bool
}

func (p *panel) layout(t *testing.T, owner string) (revision uint32, root layout) {
	t.Helper()
	call := p.conn.Object(owner, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if err := call.Store(&revision, &root); err != nil {
		t.Fatalf("GetLayout: %v", err)
	}
	return revision, root
}

func (p *panel) revision(t *testing.T, owner string) uint32 {
	t.Helper()
	revision, _ := p.layout(t, owner)
	return revision
}

// menu reads the visible menu as a panel does, with the number by which each line is clicked.
func (p *panel) menu(t *testing.T, owner string) (lines []line, ids map[string]int32) {
	t.Helper()
	_, root := p.layout(t, owner)
	ids = map[string]int32{}
	for _, child := range root.Children {
		var l layout
		if err := dbus.Store([]any{child.Value()}, &l); err != nil {
			t.Fatal(err)
		}
		if visible, ok := l.Properties["visible"].Value().(bool); ok && !visible {
			continue
		}
		text, _ := l.Properties["label"].Value().(string)
		kind, _ := l.Properties["type"].Value().(string)
		toggle, _ := l.Properties["toggle-type"].Value().(string)
		on, _ := l.Properties["toggle-state"].Value().(int32)
		enabled, stated := l.Properties["enabled"].Value().(bool)
		lines = append(lines, line{text, kind == "separator", toggle == "checkmark", on == 1, stated && !enabled})
		ids[text] = l.ID
	}
	return lines, ids
}

func (p *panel) call(t *testing.T, owner string, path dbus.ObjectPath, method string, args ...any) {
	t.Helper()
	if err := p.conn.Object(owner, path).Call(method, 0, args...).Err; err != nil {
		t.Fatalf("%s: %v", method, err)
	}
}

type pixmap struct {
	Width, Height int32
	Pixels        []byte
}

func (p *panel) property(t *testing.T, owner, name string, into any) {
	t.Helper()
	v, err := p.conn.Object(owner, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem." + name)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	if err := dbus.Store([]any{v.Value()}, into); err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
}

func online() State {
	return State{Shape: Online, Tooltip: "Online since 13:15: by you.", Menu: []Item{
		{ID: "sentence", Label: "Online since 13:15: by you.", Disabled: true},
		{ID: "online", Label: "Online", Checked: true},
		{ID: "invisible", Label: "Invisible"},
		{ID: "offline", Label: "Offline"},
		{ID: "quit", Label: "Quit"},
	}}
}

func invisible() State {
	return State{Shape: Invisible, Unread: true, Tooltip: "Invisible since 14:26: by you.", Menu: []Item{
		{ID: "sentence", Label: "Invisible since 14:26: by you.", Disabled: true},
		{ID: "online", Label: "Online"},
		{ID: "invisible", Label: "Invisible", Checked: true},
		{ID: "offline", Label: "Offline"},
		{ID: "waiting", About: "c1", Label: "so_phie\n\u202eMarchand"},
		{ID: "quit", Label: "Quit", Disabled: true},
	}}
}

// One test tells the whole life of a tray, in a process of its own, because a process can run systray only once.
func TestLife(t *testing.T) {
	const inside = "PARLEY_TEST_TRAY_LIFE"
	if os.Getenv(inside) == "" {
		life := exec.Command(os.Args[0], "-test.run=^TestLife$")
		life.Env = append(os.Environ(), inside+"=1")
		if out, err := life.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	bus := bustest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)

	clicked, tapped, hosts := make(chan Item, 1), make(chan struct{}, 1), make(chan bool, 4)
	tray := New(Options{
		Layout: []Slot{
			{ID: "sentence"}, {}, {ID: "online", Checkable: true}, {ID: "invisible", Checkable: true}, {ID: "offline", Checkable: true}, {},
			{ID: "waiting"}, {ID: "quit"},
		},
		Clicked:     func(i Item) { clicked <- i },
		Tapped:      func() { tapped <- struct{}{} },
		HostChanged: func(is bool) { hosts <- is },
	}, online())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tray.Run(ctx)
	}()
	defer func() {
		cancel()
		bustest.Wait(t, "the tray to end", ended)
	}()

	// A watcher that nobody shows icons for is no host yet.
	p := startPanel(t, bus, false)
	owner := bustest.Wait(t, "the icon to register", p.registered)
	p.shows(t, true)
	if !bustest.Wait(t, "the host", hosts) {
		t.Fatal("not hosted by a panel that shows icons")
	}
	p.shows(t, false)
	if bustest.Wait(t, "the host to go", hosts) {
		t.Fatal("hosted by a panel that shows nothing")
	}
	p.shows(t, true)
	bustest.Wait(t, "the host to return", hosts)

	var icon []pixmap
	p.property(t, owner, "IconPixmap", &icon)
	if diff := cmp.Diff([]pixmap{argb(t, online())}, icon); diff != "" {
		t.Errorf("icon (-want +got):\n%.300s", diff)
	}
	lines, ids := p.menu(t, owner)
	want := []line{
		{Label: "Online since 13:15: by you.", Disabled: true}, {Separator: true},
		{Label: "Online", Checkable: true, Checked: true}, {Label: "Invisible", Checkable: true}, {Label: "Offline", Checkable: true}, {Separator: true},
		{Label: "Quit"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Fatalf("first menu (-want +got):\n%s", diff)
	}

	p.call(t, owner, "/StatusNotifierItem/menu", "com.canonical.dbusmenu.Event", ids["Invisible"], "clicked", dbus.MakeVariant(""), uint32(0))
	if item := bustest.Wait(t, "the click", clicked); item.ID != "invisible" {
		t.Errorf("clicked %+v", item)
	}
	p.call(t, owner, "/StatusNotifierItem", "org.kde.StatusNotifierItem.Activate", int32(0), int32(0))
	bustest.Wait(t, "the click on the icon", tapped)

	tray.Show(invisible())
	want = []line{
		{Label: "Invisible since 14:26: by you.", Disabled: true}, {Separator: true},
		{Label: "Online", Checkable: true}, {Label: "Invisible", Checkable: true, Checked: true}, {Label: "Offline", Checkable: true}, {Separator: true},
		{Label: "so__phie Marchand"}, {Label: "Quit", Disabled: true},
	}
	bustest.Until(t, "the second menu", func() bool {
		lines, ids = p.menu(t, owner)
		return cmp.Equal(want, lines)
	})
	clickWaiting := func() {
		t.Helper()
		p.call(t, owner, "/StatusNotifierItem/menu", "com.canonical.dbusmenu.Event", ids["so__phie Marchand"], "clicked", dbus.MakeVariant(""), uint32(0))
		if item := bustest.Wait(t, "the click on who waits", clicked); item.About != "c1" {
			t.Errorf("clicked %+v", item)
		}
	}
	clickWaiting()
	p.property(t, owner, "IconPixmap", &icon)
	if diff := cmp.Diff([]pixmap{argb(t, invisible())}, icon); diff != "" {
		t.Errorf("icon with unread (-want +got):\n%.300s", diff)
	}
	var tip struct {
		Icon        string
		Pixmaps     []pixmap
		Title, Text string
	}
	p.property(t, owner, "ToolTip", &tip)
	if tip.Title != "Invisible since 14:26: by you." {
		t.Errorf("tooltip %q", tip.Title)
	}

	// What stays as it was is not touched: no panel is made to read the menu anew. One new revision is the library's own, after the first reading.
	before := p.revision(t, owner)
	again := invisible()
	again.Tooltip = "Invisible since 14:26: by you, for 30 minutes."
	tray.Show(again)
	bustest.Until(t, "the new tooltip", func() bool {
		p.property(t, owner, "ToolTip", &tip)
		return tip.Title == again.Tooltip
	})
	if after := p.revision(t, owner); after > before+1 {
		t.Errorf("%d new revisions of an unchanged menu", after-before)
	}
	tray.Show(online())
	bustest.Until(t, "the first menu again", func() bool {
		lines, _ := p.menu(t, owner)
		return len(lines) == 7 && lines[2].Checked && !lines[6].Disabled
	})
	clickWaiting() // in a panel that still shows the menu before

	// The panel crashes and returns: the icon is there again.
	p.conn.Close()
	if bustest.Wait(t, "the panel's end", hosts) {
		t.Error("hosted by a panel that has gone")
	}
	p = startPanel(t, bus, true)
	if by := bustest.Wait(t, "the icon to register again", p.registered); by != owner {
		t.Errorf("registered by %s, was %s", by, owner)
	}
	if !bustest.Wait(t, "the new panel", hosts) {
		t.Error("not hosted by the new panel")
	}

	// The bus dies: no panic, and nobody shows the icon any more.
	bus.Stop()
	if bustest.Wait(t, "the bus's end", hosts) {
		t.Error("hosted without a bus")
	}
	tray.Show(invisible())
	setIcon(Idle, false)
}

func argb(t *testing.T, s State) pixmap {
	t.Helper()
	picture := draw(s.Shape, s.Unread, iconSize)
	out := make([]byte, 0, len(picture.Pix))
	for i := 0; i < len(picture.Pix); i += 4 {
		rgba := picture.Pix[i : i+4]
		out = append(out, rgba[3], rgba[0], rgba[1], rgba[2])
	}
	return pixmap{iconSize, iconSize, out}
}

func TestWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for _, address := range []string{"", "unix:path=" + t.TempDir() + "/nobody"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		tray := New(Options{Layout: []Slot{{ID: "quit"}}, HostChanged: func(bool) { t.Error("hosted without a bus") }}, State{})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			tray.Run(ctx)
		}()
		tray.Show(State{Shape: Online})
		cancel()
		bustest.Wait(t, "the tray to end", ended)
	}
}
