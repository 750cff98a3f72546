"""A tray host: the StatusNotifierWatcher with which items register, and a reader of their icon and menu."""

import base64

import dbus
import dbus.service

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class Tray(dbus.service.Object):
    def __init__(self, bus):
        super().__init__()
        self.bus = bus
        self.name = None
        self.items = []  # (bus name, object path)
        bus.add_signal_receiver(self.owner_changed, "NameOwnerChanged", "org.freedesktop.DBus")

    # Commands

    def appear(self, answer, _refuse):
        self.add_to_connection(self.bus, PATH)
        self.name = dbus.service.BusName(NAME, self.bus, do_not_queue=True)
        answer()

    def vanish(self, answer, _refuse):
        self.items = []
        self.remove_from_connection()
        self.bus.release_name(NAME)
        self.name = None
        answer()

    def count(self, answer, _refuse):
        answer(len(self.items))

    def read(self, answer, refuse):
        def found(values):
            answer(
                {
                    "id": values.get("Id", ""),
                    "title": values.get("Title", ""),
                    "status": values.get("Status", ""),
                    "icons": [pixmap(p) for p in values.get("IconPixmap", [])],
                    "tooltip": " ".join(str(t) for t in list(values.get("ToolTip", []))[2:] if t),
                }
            )

        service, path = self.item()
        self.bus.get_object(service, path, introspect=False).GetAll(
            ITEM, dbus_interface=dbus.PROPERTIES_IFACE, reply_handler=found, error_handler=refuse
        )

    def menu(self, answer, refuse):
        def laid_out(menu):
            menu.GetLayout(
                0, -1, dbus.Array([], "s"), dbus_interface=MENU,
                reply_handler=lambda _revision, root: answer(entry(root)["children"]), error_handler=refuse,
            )

        self.with_menu(laid_out, refuse)

    def click(self, answer, refuse, id):
        def sent(menu):
            menu.Event(
                dbus.Int32(id), "clicked", dbus.Int32(0, variant_level=1), dbus.UInt32(0), dbus_interface=MENU,
                reply_handler=answer, error_handler=refuse,
            )

        self.with_menu(sent, refuse)

    def activate(self, answer, refuse):
        service, path = self.item()
        self.bus.get_object(service, path, introspect=False).Activate(
            dbus.Int32(0), dbus.Int32(0), dbus_interface=ITEM, reply_handler=answer, error_handler=refuse
        )

    def with_menu(self, use, refuse):
        service, path = self.item()
        self.bus.get_object(service, path, introspect=False).Get(
            ITEM, "Menu", dbus_interface=dbus.PROPERTIES_IFACE,
            reply_handler=lambda menu: use(self.bus.get_object(service, menu, introspect=False)),
            error_handler=refuse,
        )

    def item(self):
        if len(self.items) != 1:
            raise LookupError(f"{len(self.items)} tray items are registered")
        return self.items[0]

    def owner_changed(self, name, _old, new):
        if new:
            return
        for item in [i for i in self.items if i[0] == name]:
            self.items.remove(item)
            if self.name:
                self.StatusNotifierItemUnregistered("".join(item))

    # The interface of the watcher

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender):
        # Items give their bus name, or their object path and leave the name to us.
        item = (sender, str(service)) if service.startswith("/") else (sender, "/StatusNotifierItem")
        if item not in self.items:
            self.items.append(item)
        self.StatusNotifierItemRegistered("".join(item))

    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        self.StatusNotifierHostRegistered()

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemUnregistered(self, service):
        pass

    @dbus.service.signal(NAME)
    def StatusNotifierHostRegistered(self):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "RegisteredStatusNotifierItems": dbus.Array(["".join(i) for i in self.items], "s"),
            "IsStatusNotifierHostRegistered": True,
            "ProtocolVersion": dbus.Int32(0),
        }


def pixmap(value):
    width, height, argb = value
    return {"width": int(width), "height": int(height), "argb": base64.b64encode(bytes(argb)).decode()}


def entry(layout):
    """A menu entry of GetLayout as plain data, with the defaults the protocol leaves out."""
    number, properties, children = layout
    return {
        "id": int(number),
        "type": str(properties.get("type", "standard")),
        "label": plain_label(str(properties.get("label", ""))),
        "enabled": bool(properties.get("enabled", True)),
        "visible": bool(properties.get("visible", True)),
        "checked": int(properties.get("toggle-state", -1)) == 1,
        "children": [entry(child) for child in children],
    }


def plain_label(label):
    """A label without the underscore that marks its access key; a doubled one is meant."""
    return "_".join(part.replace("_", "") for part in label.split("__"))
