"""The grid of a published table: its titles stand in one line, in two where there is little room, and are never cut."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.exchange.tables import column, publish, two_way
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.count_table import CountTable

TITLES = ("En 10 minutos o menos", "En una hora o menos", "El mismo día", "No ese día")


@pytest.fixture
def table(qapp):
    labels = tuple((f"c{place}", title) for place, title in enumerate(TITLES))
    (published,) = publish([two_way([[90, 95, 30, 70]], columns=column("told", labels=labels))]).tables
    made = CountTable(published)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def widened(table, width):
    """Room sideways, the height of the titles, and whether the table has to be scrolled, at this width."""
    table.resize(width, 200)
    QApplication.processEvents()
    titles = table.horizontalHeader()
    return titles.length() <= table.viewport().width(), titles.height(), table.horizontalScrollBar().maximum() > 0


def test_titles_fold_only_where_there_is_little_room(table):
    broad, line, scrolled = widened(table, 1000)
    assert (broad, scrolled) == (True, False)
    narrower, lines, scrolled = widened(table, 640)
    assert (narrower, lines > line, scrolled) == (True, True, False)
    assert table.sizeHint().height() > lines + table.rowHeight(0)
    assert widened(table, 300) == (False, lines, True)
    assert widened(table, 1000) == (True, line, False)


def test_a_folded_title_is_narrower_and_holds_half_of_its_words(table):
    def widths(width):
        widened(table, width)
        return [table.horizontalHeader().sectionSize(place) for place in range(1, len(TITLES) + 1)]

    advance = theme.metrics("size_small", semibold=True).horizontalAdvance
    for title, whole, folded in zip(TITLES, widths(1000), widths(640), strict=True):
        assert advance(title) / 2 < folded < whole
