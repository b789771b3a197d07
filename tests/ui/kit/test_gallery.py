"""Every scene of the gallery is looked over for what a picture does not show: names, and words cut off."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)

from wellnessdesk.ui.kit import theme

FILE = Path(__file__).with_name("gallery.py")
_spec = importlib.util.spec_from_file_location("kit_gallery", FILE)
gallery = importlib.util.module_from_spec(_spec)
sys.modules["kit_gallery"] = gallery
_spec.loader.exec_module(gallery)

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


@pytest.fixture(params=gallery.SCENES)
def scene(request, qtbot):
    made = gallery.SCENES[request.param]()
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    return made


def inside_another_control(widget):
    return isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox) or widget.objectName().startswith("qt_")


def name_of(widget):
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_every_control_has_a_name(scene):
    controls = [each for kind in CONTROLS for each in scene.findChildren(kind) if each.isVisible()]
    assert controls
    unnamed = [each for each in controls if not inside_another_control(each) and not name_of(each)]
    assert [repr(each) for each in unnamed] == []


def test_no_words_are_cut_off(scene):
    for each in scene.findChildren(QLabel):
        if each.isVisible() and each.text():
            assert each.height() >= (each.heightForWidth(each.width()) if each.wordWrap() else 0), each.text()
            assert each.wordWrap() or each.width() >= each.sizeHint().width(), each.text()
    for each in scene.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.width() >= each.minimumSizeHint().width(), each.text()


def test_the_pictures_can_be_made_on_a_dense_screen(tmp_path):
    command = [sys.executable, "-W", "error", FILE, tmp_path]
    subprocess.run(command, env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=True, timeout=100)
    made = {file.name for file in tmp_path.iterdir()}
    assert {"front-desk@2x.png", "front-desk-dark@2x.png", "dialog-bug@2x.png"} <= made
    assert all(file.stat().st_size > 500 for file in tmp_path.iterdir())


def test_both_themes_can_be_put_on_while_everything_is_open(scene, qapp):
    for name in ("dark", "light"):
        theme.apply(qapp, name)
        QApplication.processEvents()
        assert not scene.grab().isNull()
