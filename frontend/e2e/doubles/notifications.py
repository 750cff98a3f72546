"""A notification server: it shows nothing, keeps what it was asked to show, and plays the person clicking."""

import dbus
import dbus.service

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

EXPIRED, DISMISSED, CLOSED = 1, 2, 3


class Notifications(dbus.service.Object):
    def __init__(self, bus, emit):
        super().__init__()
        self.bus = bus
        self.emit = emit
        self.name = None
        self.capabilities = []
        self.shown = set()
        self.last = 0

    # Commands

    def appear(self, answer, _refuse, capabilities):
        self.capabilities = capabilities
        self.add_to_connection(self.bus, PATH)
        self.name = dbus.service.BusName(NAME, self.bus, do_not_queue=True)
        answer()

    def vanish(self, answer, _refuse):
        self.shown.clear()
        self.remove_from_connection()
        self.bus.release_name(NAME)
        self.name = None
        answer()

    def act(self, answer, _refuse, id, action):
        """The person clicks the toast or one of its buttons."""
        self.must_be_shown(id)
        self.ActivationToken(id, "token-of-the-double")
        self.ActionInvoked(id, action)
        self.close(id, DISMISSED)
        answer()

    def reply(self, answer, _refuse, id, text):
        """The person answers inside the toast."""
        self.must_be_shown(id)
        self.NotificationReplied(id, text)
        self.close(id, DISMISSED)
        answer()

    def dismiss(self, answer, _refuse, id):
        self.must_be_shown(id)
        self.close(id, DISMISSED)
        answer()

    def expire(self, answer, _refuse, id):
        self.must_be_shown(id)
        self.close(id, EXPIRED)
        answer()

    def must_be_shown(self, number):
        if number not in self.shown:
            raise LookupError(f"toast {number} is not shown")

    def close(self, number, reason):
        self.shown.discard(number)
        self.emit({"event": "closed", "toast": number, "reason": reason})
        self.NotificationClosed(number, reason)

    # The interface of the server

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        number = int(replaces)
        if number not in self.shown:
            self.last += 1
            number = self.last
        self.shown.add(number)
        self.emit(
            {
                "event": "shown",
                "toast": {
                    "id": number,
                    "replaces": int(replaces),
                    "app": str(app),
                    "icon": str(icon),
                    "summary": str(summary),
                    "body": str(body),
                    "actions": dict(zip(map(str, actions[::2]), map(str, actions[1::2]))),
                    "hints": {str(k): plain(v) for k, v in hints.items()},
                    "timeout": int(timeout),
                },
            }
        )
        return dbus.UInt32(number)

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        if number in self.shown:
            self.close(int(number), CLOSED)

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return dbus.Array(self.capabilities, "s")

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return ("double", "Parley", "1", "1.2")

    @dbus.service.signal(NAME, signature="us")
    def ActivationToken(self, id, token):
        pass

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, id, action):
        pass

    @dbus.service.signal(NAME, signature="us")
    def NotificationReplied(self, id, text):
        pass

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, id, reason):
        pass


def plain(value):
    """A hint as JSON; pictures only by their type."""
    for kind, convert in ((dbus.Boolean, bool), (str, str), (int, int), (float, float)):
        if isinstance(value, kind):
            return convert(value)
    return type(value).__name__
