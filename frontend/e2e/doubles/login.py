"""A login manager (logind) with one session, which can be locked, and a computer that can sleep."""

import os

import dbus
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
PATH = "/org/freedesktop/login1"
SESSION_PATH = "/org/freedesktop/login1/session/_31"


class LoginManager(dbus.service.Object):
    def __init__(self, bus):
        super().__init__()
        self.bus = bus
        self.name = None
        self.inhibitors = {}  # our end of the pipe: what it holds up
        self.session = Session(bus)

    # Commands

    def appear(self, answer, _refuse):
        self.add_to_connection(self.bus, PATH)
        self.session.add_to_connection(self.bus, SESSION_PATH)
        for alias in ("auto", "self"):
            Session(self.bus, self.session).add_to_connection(self.bus, f"{PATH}/session/{alias}")
        self.name = dbus.service.BusName(NAME, self.bus, do_not_queue=True)
        answer()

    def lock(self, answer, _refuse):
        """The screen is locked: the request first, then the locker's hint."""
        self.session.Lock()
        self.session.hint(True)
        answer()

    def unlock(self, answer, _refuse):
        self.session.Unlock()
        self.session.hint(False)
        answer()

    def hint(self, answer, _refuse, locked):
        """A desktop whose locker only sets the hint."""
        self.session.hint(locked)
        answer()

    def sleep(self, answer, _refuse, starting):
        self.PrepareForSleep(starting)
        answer()

    def shutdown(self, answer, _refuse, starting):
        self.PrepareForShutdown(starting)
        answer()

    def inhibited(self, answer, _refuse):
        answer(list(self.inhibitors.values()))

    # The interface of the manager

    @dbus.service.method(MANAGER, in_signature="s", out_signature="o")
    def GetSession(self, _id):
        return SESSION_PATH

    @dbus.service.method(MANAGER, in_signature="u", out_signature="o")
    def GetSessionByPID(self, _pid):
        return SESSION_PATH

    @dbus.service.method(MANAGER, out_signature="a(susso)")
    def ListSessions(self):
        return [("1", dbus.UInt32(os.getuid()), "double", "seat0", dbus.ObjectPath(SESSION_PATH))]

    @dbus.service.method(MANAGER, in_signature="ssss", out_signature="h")
    def Inhibit(self, what, who, why, mode):
        ours, theirs = os.pipe()
        self.inhibitors[ours] = {"what": str(what), "who": str(who), "why": str(why), "mode": str(mode)}
        GLib.io_add_watch(ours, GLib.IO_HUP, self.released)
        given = dbus.types.UnixFd(theirs)
        os.close(theirs)  # UnixFd holds a duplicate
        return given

    def released(self, ours, _condition):
        os.close(ours)
        del self.inhibitors[ours]
        return False

    @dbus.service.signal(MANAGER, signature="b")
    def PrepareForSleep(self, starting):
        pass

    @dbus.service.signal(MANAGER, signature="b")
    def PrepareForShutdown(self, starting):
        pass


class Session(dbus.service.Object):
    """The session; an alias of it answers with the state of the original."""

    def __init__(self, bus, original=None):
        super().__init__()
        self.bus = bus
        self.original = original or self
        self.locked = False

    def hint(self, locked):
        self.locked = locked
        self.PropertiesChanged(SESSION, {"LockedHint": dbus.Boolean(locked)}, [])

    @dbus.service.method(SESSION, in_signature="b")
    def SetLockedHint(self, locked):
        self.original.hint(bool(locked))

    @dbus.service.signal(SESSION)
    def Lock(self):
        pass

    @dbus.service.signal(SESSION)
    def Unlock(self):
        pass

    @dbus.service.signal(dbus.PROPERTIES_IFACE, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "Id": "1",
            "Type": "x11",
            "Class": "user",
            "State": "active",
            "Active": dbus.Boolean(True),
            "IdleHint": dbus.Boolean(False),
            "LockedHint": dbus.Boolean(self.original.locked),
        }
