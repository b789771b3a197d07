"""A zip that leaves in parts: any unzip opens it, it is the same each time, and no file of it is ever kept whole."""

import gc
import io
import os
import subprocess
import threading
import zipfile
from functools import partial

import pytest

from wellnessdesk.base.progress import Cancelled
from wellnessdesk.exchange.zip_stream import at_hand, zipped
from wellnessdesk.vault import agefile

BYTES = {"a.csv": [b"one\r\n", b"two\r\n"] * 5_000, "b.csv": [], "README.txt": [b"hello"]}


def parts_of(data):
    return [partial(bytes, part) for part in data]


FILES = {name: parts_of(data) for name, data in BYTES.items()}


def test_unzip_opens_it(tmp_path):
    (tmp_path / "made.zip").write_bytes(b"".join(zipped(FILES.items())))
    subprocess.run(["unzip", "-q", "made.zip"], cwd=tmp_path, check=True)
    assert {name: (tmp_path / name).read_bytes() for name in BYTES} == {
        name: b"".join(parts) for name, parts in BYTES.items()}


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
        yield "first", parts_of(bytes([n]) * 70_000 for n in range(5))
        asked.append("second")
        yield "second", at_hand(b"x")

    parts = zipped(files())
    next(parts)
    assert asked == ["first"]
    b"".join(parts)
    assert asked == ["first", "second"]


def squeezing():
    return [thread for thread in threading.enumerate() if thread.name.startswith("squeezing")]


def test_while_a_part_is_made_and_squeezed_the_next_is_asked_for_and_no_thread_is_left():
    asked, both, where = [], threading.Event(), set()

    def made(number):
        assert both.wait(10)  # the first is not done before the second is asked for
        where.add(threading.current_thread())
        return bytes([number]) * 1_000

    def parts():
        for number in range(3):
            asked.append(number)
            if number == 1:
                both.set()
            yield partial(made, number)

    whole = b"".join(zipped([("a", parts())]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.read("a") == b"".join(bytes([number]) * 1_000 for number in range(3))
    assert (asked, squeezing()) == ([0, 1, 2], [])
    assert len(where) == 1
    assert threading.current_thread() not in where


def test_a_file_was_made_whole_before_the_next_is_asked_for():
    made = []

    def files():
        yield "first", (partial(one, number) for number in range(3))
        assert made == [0, 1, 2]
        yield "second", at_hand(b"x")

    def one(number):
        made.append(number)
        return b"x"

    assert b"".join(zipped(files()))


def test_what_goes_wrong_in_a_part_reaches_the_caller_and_ends_the_thread():
    def parts():
        yield from at_hand(b"x" * 100_000)
        raise Cancelled

    with pytest.raises(Cancelled):
        list(zipped([("a", parts())]))
    assert squeezing() == []


def test_what_goes_wrong_while_a_part_is_made_reaches_the_caller_and_ends_the_thread():
    def made():
        raise Cancelled

    with pytest.raises(Cancelled):
        list(zipped([("a", [made])]))
    assert squeezing() == []


def test_what_goes_wrong_while_squeezing_reaches_the_caller_and_ends_the_thread(monkeypatch):
    def full(_self, _data):
        raise MemoryError

    monkeypatch.setattr(zipfile._ZipWriteFile, "write", full)
    with pytest.raises(MemoryError):
        list(zipped(FILES.items()))
    assert squeezing() == []


def test_a_disk_that_fails_while_it_leaves_ends_the_thread():
    class Failing:
        def write(self, _data):
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        agefile.encrypt_stream(zipped([("a", [partial(os.urandom, 100_000)] * 50)]), Failing(),
                               [agefile.generate()[1]])
    gc.collect()  # what was raised held on to what had been made
    assert squeezing() == []
