import gc
import itertools
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontInfo, QIcon, QRawFont
from PySide6.QtWidgets import QLabel, QPushButton

from wellnessdesk.base import paths
from wellnessdesk.ui.kit import icons, palette, theme
from wellnessdesk.ui.kit.palette import PALETTES, contrast
from wellnessdesk.ui.kit.texts import label

GROUNDS = ("page", "surface", "hover", "accent_soft")
TONES = ("ink", "muted", "accent", "ok", "info", "flag", "danger")
ON_FILLED = [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_press"),
    ("on_danger", "danger_fill"),
    ("on_danger", "danger_hover"),
    ("on_toast", "toast"),
    ("toast_accent", "toast"),
]


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#2f6f73", "#ffffff") == pytest.approx(5.77, abs=0.01)
    assert contrast("#1f2933", "#f7f8f7") == pytest.approx(13.86, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
def test_every_text_can_be_read_on_every_ground(name):
    colors = PALETTES[name]
    pairs = [*itertools.product(TONES, GROUNDS), *ON_FILLED]
    pairs += [(tone, f"{tone}_soft") for tone in ("accent", "ok", "info", "flag", "danger")]
    pairs += [("ink", f"{tone}_soft") for tone in ("accent", "ok", "info", "flag", "danger")]
    poor = [(a, b) for a, b in pairs if contrast(getattr(colors, a), getattr(colors, b)) < 4.5]
    assert not poor


@pytest.mark.parametrize("name", PALETTES)
def test_borders_of_controls_and_of_the_focus_can_be_seen(name):
    colors = PALETTES[name]
    pairs = itertools.product(("edge", "accent", "danger", "ink"), ("page", "surface"))
    assert not [(a, b) for a, b in pairs if contrast(getattr(colors, a), getattr(colors, b)) < 3]


@pytest.mark.parametrize("name", PALETTES)
def test_the_style_sheet_has_no_token_left_and_names_only_files_that_are_there(name):
    sheet = theme.style_sheet(name)
    assert "@" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    images = re.findall(r'url\("([^"]+)"\)', sheet)
    assert images
    assert all(f"/theme/{name}/" in image for image in images)
    assert not [image for image in images if not paths.resource("theme", name, image.rsplit("/", 1)[1]).is_file()]


def test_the_style_sheet_writes_no_color_itself():
    text = paths.resource("theme", "theme.qss").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert not re.findall(r":[^;{]*(#[0-9a-fA-F]{3,8}|rgba?\()", rules)


@pytest.mark.parametrize("name", PALETTES)
def test_the_small_marks_of_controls_have_colors_of_their_theme(name):
    known = {getattr(PALETTES[name], field) for field in palette.Palette.__dataclass_fields__}
    for file in paths.resource("theme", name).glob("*.svg"):
        assert set(re.findall(r"#[0-9a-f]{6}", file.read_text())) <= known, file.name


def test_both_themes_have_the_same_small_marks():
    light, dark = ({file.name for file in paths.resource("theme", name).glob("*.svg")} for name in PALETTES)
    assert light == dark


def test_a_style_sheet_is_never_put_on_a_single_widget():
    package = paths.resource().parent / "wellnessdesk"
    users = [file.name for file in package.rglob("*.py") if "setStyleSheet(" in file.read_text(encoding="utf-8")]
    assert users == ["theme.py"]


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_the_bundled_typeface_is_used(weight):
    font = theme.font()
    font.setWeight(font.Weight(weight))
    assert QFontInfo(font).family() == "Noto Sans"
    assert QFontInfo(font).weight() == weight


@pytest.mark.parametrize("face", ["Regular", "Italic", "SemiBold", "Bold"])
def test_every_bundled_face_can_write(face):
    font = QRawFont(str(paths.resource("fonts", f"NotoSans-{face}.ttf")), 14)
    wanted = "Ñandú ¿qué? ¡Sí! Nguyễn Thị Hoa Łódź Ωμέγα Жанна → ← ↑ ↓ ≤ ≥ − ✓ ● … – “”"
    assert not [sign for sign in wanted if not font.supportsCharacter(ord(sign))]


def test_the_theme_changes_while_windows_are_open(qtbot, qapp):
    shown = label("Text")
    qtbot.addWidget(shown)
    shown.show()
    assert shown.palette().windowText().color().name() == PALETTES["light"].ink
    theme.apply(qapp, "dark")
    assert shown.palette().windowText().color().name() == PALETTES["dark"].ink
    assert palette.color("ink").name() == PALETTES["dark"].ink


def test_labels_take_the_color_of_their_tone(qtbot):
    for tone in ("muted", "flag", "danger", "ok"):
        shown = label("Text", tone)
        qtbot.addWidget(shown)
        shown.ensurePolished()
        assert shown.palette().windowText().color().name() == getattr(PALETTES["light"], tone)


def test_restyle_shows_a_new_tone_at_once(qtbot):
    shown = label("Text")
    qtbot.addWidget(shown)
    shown.show()
    theme.restyle(shown, tone="danger")
    assert shown.palette().windowText().color().name() == PALETTES["light"].danger
    theme.restyle(shown, tone="strong-flag")
    assert shown.palette().windowText().color().name() == PALETTES["light"].flag
    assert shown.font().weight() == 600


def test_labels_never_read_what_somebody_typed_as_markup(qtbot):
    shown = label("<b>Ana</b>")
    plain = QLabel("Ana")
    qtbot.addWidget(shown)
    qtbot.addWidget(plain)
    assert shown.sizeHint().width() > 2 * plain.sizeHint().width()


def colors_in(icon: QIcon, mode=QIcon.Mode.Normal, state=QIcon.State.Off) -> set[str]:
    image = icon.pixmap(QSize(48, 48), 1.0, mode, state).toImage()
    points = itertools.product(range(image.width()), range(image.height()))
    pixels = (image.pixelColor(x, y) for x, y in points)
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_itself_in_one_color(name):
    assert colors_in(icons.icon(name, "flag")) == {PALETTES["light"].flag}


def test_an_icon_follows_the_theme_and_the_state_of_its_button(qapp):
    made = icons.icon("people", "muted", checked="accent")
    assert colors_in(made, state=QIcon.State.On) == {PALETTES["light"].accent}
    assert colors_in(made, mode=QIcon.Mode.Disabled) == {PALETTES["light"].disabled}
    theme.apply(qapp, "dark")
    assert colors_in(made) == {PALETTES["dark"].muted}


def test_icons_are_sharp_on_dense_screens():
    pixmap = icons.icon("search").pixmap(QSize(20, 20), 2.0)
    assert pixmap.size() == QSize(40, 40)
    assert pixmap.devicePixelRatio() == 2.0


def test_an_unknown_icon_is_found_out_at_once():
    with pytest.raises(FileNotFoundError):
        icons.icon("unicorn")


def test_icons_outlive_the_call_that_made_them(qtbot):
    button = QPushButton(icons.icon("lock"), "Lock")
    qtbot.addWidget(button)
    copies = [QIcon(button.icon()) for _ in range(50)]
    gc.collect()
    assert all(colors_in(copy) == {PALETTES["light"].ink} for copy in copies[::10])


def test_a_copy_of_an_icon_may_go_its_own_way():
    copy = QIcon(icons.icon("lock", "flag"))
    for _ in range(5):
        copy.setIsMask(True)
        copy = QIcon(copy)
        gc.collect()
    assert colors_in(copy) == {PALETTES["light"].flag}


def test_every_icon_has_the_same_grid_and_stroke():
    for file in paths.resource("icons").glob("*.svg"):
        text = file.read_text()
        assert 'viewBox="0 0 24 24"' in text, file.name
        assert 'stroke="currentColor" stroke-width="1.75"' in text, file.name
