"""A zip that leaves in parts: any unzip opens it, it is the same each time, and no file of it is ever kept whole."""

import io
import subprocess
import zipfile

from wellnessdesk.exchange.zip_stream import zipped

FILES = {"a.csv": [b"one\r\n", b"two\r\n"] * 5_000, "b.csv": [], "README.txt": [b"hello"]}


def test_unzip_opens_it(tmp_path):
    (tmp_path / "made.zip").write_bytes(b"".join(zipped(FILES.items())))
    subprocess.run(["unzip", "-q", "made.zip"], cwd=tmp_path, check=True)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == {
        name: b"".join(parts) for name, parts in FILES.items()}


def test_the_same_files_give_the_same_bytes():
    assert b"".join(zipped(FILES.items())) == b"".join(zipped(FILES.items()))


def test_the_files_stand_in_their_order_with_plain_rights():
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped(FILES.items())))) as archive:
        assert archive.namelist() == list(FILES)
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}


def test_a_file_is_asked_for_when_it_is_its_turn_and_leaves_as_it_comes():
    asked = []

    def files():
        asked.append("first")
        yield "first", (bytes([n]) * 70_000 for n in range(5))
        asked.append("second")
        yield "second", [b"x"]

    parts = zipped(files())
    next(parts)
    assert asked == ["first"]
    b"".join(parts)
    assert asked == ["first", "second"]
