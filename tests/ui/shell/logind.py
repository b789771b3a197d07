"""Run as a process of its own on a private bus: plays logind and the screen lockers of the desktops.

    python logind.py ADDRESS

Says on standard output what is asked of it (`inhibit WHAT MODE`, `released`). From standard input it takes one command
a line: `sleep`, `wake`, `lock`, or the name of an interface whose screen locker comes up, and answers `done`.
"""

import os
import select
import sys
import threading

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIND = "org.freedesktop.login1"
MANAGER = DBusAddress("/org/freedesktop/login1", interface=f"{LOGIND}.Manager")
SESSION = DBusAddress("/org/freedesktop/login1/session/_37", interface=f"{LOGIND}.Session")


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def signal(command):
    """The message for a command."""
    if command in ("sleep", "wake"):
        return new_signal(MANAGER, "PrepareForSleep", "b", (command == "sleep",))
    if command == "lock":
        return new_signal(SESSION, "Lock")
    interface, _space, on = command.partition(" ")
    return new_signal(DBusAddress("/ScreenSaver", interface=interface), "ActiveChanged", "b", (on != "off",))


def watch(held):
    """Tell when whoever delays the sleep lets go."""
    while os.read(held, 1):
        pass
    say("released")


def answer(bus, message):
    header = message.header
    if header.message_type is not MessageType.method_call or header.fields.get(HeaderFields.member) != "Inhibit":
        return
    what, _who, _why, mode = message.body
    held, given = os.pipe()
    bus.send(new_method_return(message, "h", (given,)))
    os.close(given)
    say(f"inhibit {what} {mode}")
    threading.Thread(target=watch, args=(held,), daemon=True).start()


bus = open_dbus_connection(sys.argv[1], enable_fds=True)
bus.send_and_get_reply(message_bus.RequestName(LOGIND))
say("ready")
while True:
    ready, _w, _x = select.select([bus.sock, sys.stdin], [], [])
    if sys.stdin in ready:
        line = sys.stdin.readline()
        if not line:
            break
        bus.send(signal(line.strip()))
        say("done")
    if bus.sock in ready:
        answer(bus, bus.receive())
