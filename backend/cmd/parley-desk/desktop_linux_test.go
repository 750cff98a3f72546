package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"parley/backend/chat"
	"parley/backend/local"
)

// desktop plays a desktop on a message bus of its own: somebody who shows tray icons, and somebody who shows toasts.
type desktop struct {
	t    *testing.T
	conn *dbus.Conn

	mu     sync.Mutex
	item   string // the bus name of the tray icon
	toasts map[uint32]note
	next   uint32
	shown  int
}

type note struct{ title, body string }

// menuPath is where the tray has its menu.
const menuPath = "/StatusNotifierItem/menu"

const busConfig = `<busconfig><type>session</type><listen>unix:path=%s</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// withDesktop gives a place a desktop.
func withDesktop(p *place) *desktop {
	t := p.t
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket, file := filepath.Join(dir, "bus"), filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, busConfig, socket), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+file)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		daemon.Process.Kill()
		daemon.Wait()
	})
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	address := "unix:path=" + socket
	p.env = append(p.env, "DBUS_SESSION_BUS_ADDRESS="+address)

	d := &desktop{t: t, toasts: map[uint32]note{}}
	if d.conn, err = dbus.Connect(address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.conn.Close() })
	const watcher = "org.kde.StatusNotifierWatcher"
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.conn.ExportMethodTable(map[string]any{"RegisterStatusNotifierItem": d.register}, "/StatusNotifierWatcher", watcher))
	_, err = prop.Export(d.conn, "/StatusNotifierWatcher", prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: true}}})
	must(err)
	must(d.conn.ExportMethodTable(map[string]any{
		"Notify": d.notify, "CloseNotification": d.close,
		"GetCapabilities": func() ([]string, *dbus.Error) { return []string{"actions", "body", "body-markup", "sound"}, nil },
	}, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"))
	for _, name := range []string{watcher, "org.freedesktop.Notifications"} {
		reply, err := d.conn.RequestName(name, dbus.NameFlagDoNotQueue)
		must(err)
		if reply != dbus.RequestNameReplyPrimaryOwner {
			t.Fatalf("%s is taken", name)
		}
	}
	return d
}

func (d *desktop) register(_ string, sender dbus.Sender) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.item = string(sender)
	return nil
}

// icon returns the bus name of the tray icon, empty while there is none.
func (d *desktop) icon() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.item
}

func (d *desktop) notify(_ string, replaces uint32, _, title, body string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown++
	id := replaces
	if id == 0 {
		d.next++
		id = d.next
	}
	d.toasts[id] = note{title, body}
	return id, nil
}

func (d *desktop) close(id uint32) *dbus.Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.toasts, id)
	return nil
}

// standing returns the toasts that stand, and how many calls showed any.
func (d *desktop) standing() (map[uint32]note, int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	copied := map[uint32]note{}
	for id, n := range d.toasts {
		copied[id] = n
	}
	return copied, d.shown
}

// menuItem is one item of the tray's menu.
type menuItem struct {
	id      int32
	label   string
	checked bool
}

// menu reads the tray's menu as a panel does.
func (d *desktop) menu() ([]menuItem, error) {
	item := d.icon()
	if item == "" {
		return nil, errors.New("there is no icon")
	}
	var revision uint32
	var layout struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	call := d.conn.Object(item, menuPath).Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if err := call.Store(&revision, &layout); err != nil {
		return nil, err
	}
	var items []menuItem
	for _, child := range layout.Children {
		var entry struct {
			ID       int32
			Props    map[string]dbus.Variant
			Children []dbus.Variant
		}
		if err := dbus.Store([]any{child.Value()}, &entry); err != nil {
			return nil, err
		}
		if visible, ok := entry.Props["visible"]; ok && visible.Value() == false {
			continue
		}
		m := menuItem{id: entry.ID}
		if label, ok := entry.Props["label"]; ok {
			m.label, _ = label.Value().(string)
		}
		if state, ok := entry.Props["toggle-state"]; ok {
			m.checked = state.Value() == int32(1)
		}
		items = append(items, m)
	}
	return items, nil
}

// click clicks an item of the tray's menu.
func (d *desktop) click(label string) {
	d.t.Helper()
	eventually(d.t, "the menu has "+label, func() error {
		items, err := d.menu()
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.label == label { // there may be nobody left to answer a click on Quit
				item := d.conn.Object(d.icon(), menuPath)
				return item.Call("com.canonical.dbusmenu.Event", dbus.FlagNoReplyExpected, i.id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
			}
		}
		return fmt.Errorf("it has %+v", items)
	})
}

func TestTrayAndToasts(t *testing.T) {
	p := newPlace(t)
	d := withDesktop(p)
	desk, client := p.desk("--demo")
	s := until(t, client, "the agent is Online under a tray", func(s local.State) bool { return s.System.TrayHost && shows(chat.Online)(s) })
	v := newVisitor(t, s.Session.Site.Widget, s.Session.Site.ID, chat.NewToken())
	v.isTold(chat.ModeLive)

	d.click("Invisible")
	v.isTold(chat.ModeMessenger)
	eventually(t, "the menu checks Invisible alone", func() error {
		items, err := d.menu()
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.checked != (i.label == "Invisible") {
				return fmt.Errorf("it has %+v", items)
			}
		}
		if !strings.HasPrefix(items[0].label, "Invisible since ") {
			return fmt.Errorf("it begins with %q", items[0].label)
		}
		return nil
	})
	v.says("v1", "while Invisible")
	until(t, client, "it is in the inbox", func(s local.State) bool { return len(s.Session.Conversations) == 1 })

	d.click("Online")
	v.isTold(chat.ModeLive)
	v.says("v2", "<b>first</b>")
	v.says("v3", "second & last")
	eventually(t, "one toast stands", func() error {
		toasts, shown := d.standing()
		if len(toasts) != 1 || toasts[1].body != "second &amp; last" || shown > 2 {
			return fmt.Errorf("%d shown, %+v stand", shown, toasts)
		}
		return nil
	})
	if err := d.conn.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked", uint32(1), "take"); err != nil {
		t.Fatal(err)
	}
	s = until(t, client, "the conversation is taken and on screen", func(s local.State) bool {
		return s.Session.Focus != nil && len(s.Session.Focus.Conversation.Members) == 1 && s.Raise > 0
	})
	p.hasWindow()
	if err := client.Read(t.Context(), s.Session.Focus.Conversation.ID, s.Session.Focus.Conversation.Seq); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the toast is withdrawn", func() error {
		if toasts, _ := d.standing(); len(toasts) != 0 {
			return fmt.Errorf("%+v stand", toasts)
		}
		return nil
	})
	d.click("Quit")
	until(t, client, "what shall become of the visitor is asked", func(s local.State) bool { return s.Parting == local.PartQuit })
	d.click("Quit") // once more is an answer
	if code := desk.endsBy(t); code != 0 {
		t.Errorf("the desk exited with %d", code)
	}
}
