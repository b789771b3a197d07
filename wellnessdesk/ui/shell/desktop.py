"""What the desktop around the program tells: that its screen was locked, and that the computer is about to sleep.

Linux tells both over D-Bus: logind (sleep, `loginctl lock-session`) on the system's bus, and the screen lockers of the
desktops on the session's. Both buses are sockets of this computer; one at a network address is left alone.

Qt says of Windows and macOS only that an application was suspended, which they do to few programs of this kind. So
there neither the locking of the screen nor sleep locks this program by itself: the minutes without a key do, and hours
of sleep count as such, so that it locks in the first second after waking up.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage
from PySide6.QtGui import QGuiApplication

from wellnessdesk.base.i18n import _

_LOGIND, _MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
_LOGIND_PATH = "/org/freedesktop/login1"
_SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
_ANSWER_MS = 500


class Desktop(QObject):
    """Emits `locked` and `sleeps`. While it lives, the computer waits a moment for this program before it sleeps."""

    locked = Signal()
    sleeps = Signal()

    def __init__(self, parent: QObject | None, system: QDBusConnection | None, session: QDBusConnection | None) -> None:
        super().__init__(parent)
        self._delay: list[object] = []
        if system is not None and system.isConnected():
            system.connect(_LOGIND, _LOGIND_PATH, _MANAGER, "PrepareForSleep", self, _slot("on_sleep(bool)"))
            # of any session: another person's lock on this computer locks too, which harms nobody
            system.connect(_LOGIND, "", f"{_LOGIND}.Session", "Lock", self, _slot("on_lock()"))
            self._delay = _delay_sleep(system)
        if session is not None and session.isConnected():
            for saver in _SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _slot("on_saver(bool)"))
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    @Slot(bool)
    def on_sleep(self, going: bool) -> None:
        """logind: about to sleep, or awake again."""
        if going:
            self.sleeps.emit()

    @Slot()
    def on_lock(self) -> None:
        """logind: the session is to be locked."""
        self.locked.emit()

    @Slot(bool)
    def on_saver(self, active: bool) -> None:
        """A desktop's own screen locker came or went."""
        if active:
            self.locked.emit()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self.sleeps.emit()


def _slot(signature: str) -> Any:
    """Its type hints ask for bytes, PySide6 itself takes only a text."""
    return SLOT(signature)


def watch(parent: QObject) -> Desktop:
    """What the desktop of this account tells from now on."""
    if not sys.platform.startswith("linux"):
        return Desktop(parent, None, None)
    return Desktop(parent, _bus("DBUS_SYSTEM_BUS_ADDRESS", QDBusConnection.systemBus, usual="unix:"),
                   _bus("DBUS_SESSION_BUS_ADDRESS", QDBusConnection.sessionBus, usual=""))


def _bus(name: str, connect: Callable[[], QDBusConnection], *, usual: str) -> QDBusConnection | None:
    """Only at a socket of this computer; a session's bus that is not named is not searched for, nor started."""
    return connect() if os.environ.get(name, usual).startswith("unix:") else None


def _delay_sleep(system: QDBusConnection) -> list[object]:
    """Have the computer wait (logind: some seconds at most) until this process is gone and its keys with it.

    What logind gives is a descriptor; it is closed by itself when the process is replaced, and the computer sleeps.
    """
    ask = QDBusMessage.createMethodCall(_LOGIND, _LOGIND_PATH, _MANAGER, "Inhibit")
    ask.setArguments(["sleep", "WellnessDesk", _("Locks before the computer sleeps"), "delay"])
    ask.setAutoStartService(False)
    answer = system.call(ask, QDBus.CallMode.Block, _ANSWER_MS)
    return list(answer.arguments()) if answer.type() == QDBusMessage.MessageType.ReplyMessage else []
