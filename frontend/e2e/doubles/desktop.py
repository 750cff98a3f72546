"""Plays the parts of a Linux desktop that Parley talks to over D-Bus, and tells what it saw.

The session bus gets a tray host and a notification server, the system bus a login manager. Each appears
only when told to. Commands come as JSON lines on stdin, {"id": 1, "do": "tray.appear", "with": {...}};
answers, {"id": 1, "answer": ...} or {"id": 1, "error": "..."}, and events, {"event": "...", ...}, go to stdout.
"""

import json
import os
import sys

import dbus
import dbus.mainloop.glib
from gi.repository import GLib

from login import LoginManager
from notifications import Notifications
from tray import Tray


def emit(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class SessionBus:
    def __init__(self, bus):
        self.bus = bus

    def owned(self, answer, _refuse, name):
        answer(bool(self.bus.name_has_owner(name)))


class Commands:
    """Reads commands from stdin and calls the part's method of that name."""

    def __init__(self, parts, loop):
        self.parts = parts
        self.loop = loop
        self.unread = b""
        GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, self.read)

    def read(self, _source, _condition):
        data = os.read(0, 65536)
        if not data:
            self.loop.quit()
            return False
        *lines, self.unread = (self.unread + data).split(b"\n")
        for line in lines:
            self.run(json.loads(line))
        return True

    def run(self, command):
        def answer(value=None):
            emit({"id": command["id"], "answer": value})

        def refuse(error):
            emit({"id": command["id"], "error": str(error)})

        part, _, method = command["do"].partition(".")
        try:
            # A part may have to ask a program, which may be asking us: so it answers when it can.
            getattr(self.parts[part], method)(answer, refuse, **command.get("with", {}))
        except Exception as error:  # whatever it is, the test that asked must see it
            refuse(repr(error))


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    loop = GLib.MainLoop()
    session = dbus.bus.BusConnection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
    system = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
    parts = {
        "bus": SessionBus(session),
        "tray": Tray(session),
        "notifications": Notifications(session, emit),
        "login": LoginManager(system),
    }
    Commands(parts, loop)
    emit({"event": "ready"})
    loop.run()


main()
