"""A PDF is saved whole, for its owner alone, under the name the person chose."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.ui.kit import pdf_files


def test_a_name_in_documents_is_proposed(qtbot, monkeypatch, account):
    window = QWidget()
    qtbot.addWidget(window)
    proposed, answers = [], iter([("/somewhere/kit.pdf", ""), ("", "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName",
                        lambda _parent, title, proposal, _filter: proposed.append((title, proposal)) or next(answers))
    assert pdf_files.ask(window, "Save it", "Kit A") == Path("/somewhere/kit.pdf")
    assert pdf_files.ask(window, "Save it", "Kit A") is None
    assert proposed[0][0] == "Save it"
    assert Path(proposed[0][1]) == Path(account) / "Documents" / "Kit A.pdf"


@pytest.mark.parametrize(("name", "kept"), [("a.pdf", "a.pdf"), ("a.PDF", "a.PDF"), ("a", "a.pdf"), ("a.b", "a.b.pdf")])
def test_a_file_has_its_ending_and_one_reader(tmp_path, name, kept):
    (tmp_path / kept).write_bytes(b"older")
    file = pdf_files.write(tmp_path / name, b"%PDF")
    assert (file, file.read_bytes(), file.stat().st_mode & 0o777) == (tmp_path / kept, b"%PDF", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == [kept]


def test_where_it_cannot_be_written_nothing_is_left_and_nothing_is_lost(tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(b"older")
    monkeypatch.setattr(Path, "replace", lambda *_given: (_ for _ in ()).throw(OSError))
    with pytest.raises(Problem, match="could not be saved"):
        pdf_files.write(tmp_path / "a.pdf", b"newer")
    with pytest.raises(Problem):
        pdf_files.write(tmp_path / "nowhere" / "a.pdf", b"newer")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.pdf", b"older")]


@pytest.mark.parametrize("there", [True, False])
def test_it_is_shown_by_whatever_program_the_system_has_for_it(tmp_path, monkeypatch, there):
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or there)
    assert pdf_files.show(tmp_path / "kit a.pdf") is there
    assert asked == [str(tmp_path / "kit a.pdf")]
