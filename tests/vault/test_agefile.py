"""Files that age opens, files of age's that we open, and everything else refused with its own sentence."""

import base64
import io
import os
import subprocess
import time
from itertools import product

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellnessdesk.base.progress import Cancelled
from wellnessdesk.vault import agefile

SECRET, PUBLIC = agefile.generate()
IDENTITIES = agefile.read_identities(SECRET)
OTHER_SECRET, OTHER_PUBLIC = agefile.generate()
OTHERS = agefile.read_identities(OTHER_SECRET)
LOCKED = agefile.encrypt(b"counts of a month", [PUBLIC])


def run(*words, stdin=None):
    return subprocess.run(words, input=stdin, capture_output=True, check=False)


def header_end(data):
    return data.index(b"\n", data.index(b"\n---") + 1) + 1


def with_stanzas(count):
    word = base64.b64encode(bytes(range(32))).rstrip(b"=")
    stanza = b"-> X25519 " + word + b"\n" + word + b"\n"
    return b"age-encryption.org/v1\n" + stanza * count + b"--- " + word + b"\n" + bytes(64)


def test_what_we_lock_age_opens(tmp_path):
    key = tmp_path / "district-key.txt"
    key.write_text(SECRET)
    done = run("age", "-d", "-i", str(key), stdin=LOCKED)
    assert (done.returncode, done.stdout) == (0, b"counts of a month")


def test_what_age_locks_for_a_key_of_age_keygen_we_open(tmp_path):
    key = tmp_path / "key.txt"
    assert run("age-keygen", "-o", str(key)).returncode == 0
    identities = agefile.read_identities(key.read_text())
    public = agefile.public_of(identities[0])
    assert run("age-keygen", "-y", str(key)).stdout.decode().strip() == public
    big = os.urandom(300_000)
    locked = run("age", "-r", PUBLIC, "-r", public, stdin=big).stdout
    assert agefile.decrypt(locked, identities) == big
    assert agefile.decrypt(locked, IDENTITIES) == big


def test_our_key_file_is_one_for_age(tmp_path):
    key = tmp_path / "key.txt"
    key.write_text(SECRET)
    assert run("age-keygen", "-y", str(key)).stdout.decode().strip() == PUBLIC


@pytest.mark.parametrize("count", range(1, agefile.MAX_RECIPIENTS + 1))
def test_each_of_several_recipients_opens_it(count):
    pairs = [agefile.generate() for _ in range(count)]
    locked = agefile.encrypt(b"x", [public for _, public in pairs])
    for secret, _ in pairs:
        assert agefile.decrypt(locked, [*OTHERS, *agefile.read_identities(secret)]) == b"x"


@pytest.mark.parametrize("count", [0, agefile.MAX_RECIPIENTS + 1])
def test_no_recipient_and_too_many_are_a_bug(count):
    with pytest.raises(ValueError, match="recipients"):
        agefile.encrypt(b"x", [PUBLIC] * count)


def test_nothing_is_locked_for_what_is_no_key():
    with pytest.raises(agefile.NotAnAgeKey):
        agefile.encrypt(b"x", [PUBLIC, PUBLIC[:-1]])


def test_another_key_does_not_open_it():
    with pytest.raises(agefile.NotForThisAgeKey, match="not encrypted for this key"):
        agefile.decrypt(LOCKED, OTHERS)


def test_a_passphrase_file_is_not_for_a_key():
    with pytest.raises(agefile.NotForThisAgeKey):
        agefile.decrypt(pyrage.passphrase.encrypt(b"x", "a passphrase"), IDENTITIES)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"age-encryption.org/v2\n", b"hello",
                                  b"-----BEGIN AGE ENCRYPTED FILE-----\n"])
def test_what_is_no_age_file_is_called_so(data):
    with pytest.raises(agefile.NotAnAgeFile, match="does not begin as an age file"):
        agefile.decrypt(data, IDENTITIES)


def test_a_file_that_is_cut_off_is_damaged():
    for length in range(1, len(LOCKED)):
        with pytest.raises(agefile.AgeFileDamaged, match="damaged or was cut off"):
            agefile.decrypt(LOCKED[:length], IDENTITIES)


def test_every_changed_bit_is_refused():
    for place, bit in product(range(len(LOCKED)), range(8)):
        changed = bytearray(LOCKED)
        changed[place] ^= 1 << bit
        with pytest.raises(agefile.AgeProblem) as refused:
            agefile.decrypt(bytes(changed), IDENTITIES)
        if place >= header_end(LOCKED):
            assert refused.type is agefile.AgeFileDamaged


def test_bytes_behind_the_end_are_refused():
    with pytest.raises(agefile.AgeFileDamaged):
        agefile.decrypt(LOCKED + b"x", IDENTITIES)


@pytest.mark.parametrize("count", [agefile.MAX_STANZAS + 1, 40, 1000, 200_000])
def test_too_many_recipients_are_refused_at_once(count):
    data = with_stanzas(count)
    before = time.perf_counter()
    with pytest.raises(agefile.AgeHeaderTooLong, match="far too many recipients"):
        agefile.decrypt(data, IDENTITIES)
    assert time.perf_counter() - before < 0.5


def test_as_many_stanzas_as_allowed_are_read():
    with pytest.raises(agefile.NotForThisAgeKey):
        agefile.decrypt(with_stanzas(agefile.MAX_STANZAS), IDENTITIES)


def test_one_endless_header_line_is_refused():
    with pytest.raises(agefile.AgeHeaderTooLong):
        agefile.decrypt(b"age-encryption.org/v1\n-> X25519 " + b"A" * 100_000, IDENTITIES)


def test_a_header_without_recipients_is_damaged():
    with pytest.raises(agefile.AgeFileDamaged):
        agefile.decrypt(with_stanzas(0), IDENTITIES)


@settings(max_examples=200, deadline=2000)
@given(st.binary(max_size=3000))
def test_any_bytes_behind_a_good_beginning_are_refused_with_a_sentence(tail):
    with pytest.raises(agefile.AgeProblem):
        agefile.decrypt(b"age-encryption.org/v1\n" + tail, IDENTITIES)


def test_an_identity_file_may_have_comments_blank_lines_and_several_keys():
    text = f"\ufeff# created: 2026-09-14\r\n\r\n{SECRET}\n  # another\n{OTHER_SECRET}"
    assert agefile.read_identities(text) == [*IDENTITIES, *OTHERS]


@pytest.mark.parametrize("text", ["", "# nothing here\n", "hello", "{public}", "{key}!", "{key}A", "{key}\nhello"])
def test_what_is_no_identity_file_is_called_so(text):
    with pytest.raises(agefile.NotAnAgeKey, match="AGE-SECRET-KEY-1"):
        agefile.read_identities(text.format(public=PUBLIC, key=IDENTITIES[0]))


def test_a_mistyped_secret_key_is_noticed():
    with pytest.raises(agefile.NotAnAgeKey):
        agefile.public_of(IDENTITIES[0][:-1] + ("Q" if IDENTITIES[0][-1] != "Q" else "P"))


def test_a_secret_key_is_never_in_the_message():
    with pytest.raises(agefile.NotAnAgeKey) as refused:
        agefile.read_identities(IDENTITIES[0] + "X")
    assert IDENTITIES[0] not in str(refused.value)


def test_only_a_public_age_key_is_a_recipient():
    ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJKpo2lGSrepVkcPdNV7qCVKwl03FbhscLJLsXydxDvg"
    assert agefile.valid_recipient(PUBLIC)
    for text in ("", "age1", PUBLIC.upper(), PUBLIC[:-1], PUBLIC + " ", " " + PUBLIC, IDENTITIES[0], ssh):
        assert not agefile.valid_recipient(text)


def test_a_fingerprint_is_six_words_and_its_own():
    public = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
    assert agefile.fingerprint(public) == "album trumpet middle veteran cost crazy"
    assert len(agefile.fingerprint(PUBLIC).split()) == agefile.FINGERPRINT_WORDS
    assert len({agefile.fingerprint(agefile.generate()[1]) for _ in range(50)}) == 50


def test_what_is_no_public_key_has_no_fingerprint():
    with pytest.raises(agefile.NotAnAgeKey):
        agefile.fingerprint("age1hello")


def streamed(parts, target, recipients=(PUBLIC,)):
    agefile.encrypt_stream(parts, target, recipients)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=70_000), max_size=5))
def test_a_stream_is_locked_like_its_bytes_at_once(parts):
    target = io.BytesIO()
    streamed(parts, target)
    assert agefile.decrypt(target.getvalue(), IDENTITIES) == b"".join(parts)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 150_000), st.integers(0, 150_000))
def test_a_target_that_fills_up_at_any_byte_is_told_of(size, room):
    """The binding forgets what goes wrong in its very last write."""
    class Filling(io.BytesIO):
        def write(self, data):
            if self.tell() + len(data) > room:
                raise OSError(28, "full")
            return super().write(data)

    target = Filling()
    try:
        streamed([bytes(size)], target)
    except OSError:
        assert room < size + 1_000
    else:
        assert agefile.decrypt(target.getvalue(), IDENTITIES) == bytes(size)


def test_age_opens_a_stream(tmp_path):
    (tmp_path / "key.txt").write_text(SECRET)
    with (tmp_path / "made.age").open("wb") as target:
        streamed((bytes([n]) * 100_000 for n in range(20)), target)
    done = run("age", "-d", "-i", str(tmp_path / "key.txt"), str(tmp_path / "made.age"))
    assert done.stdout == b"".join(bytes([n]) * 100_000 for n in range(20))


def opened(data, target, identities=IDENTITIES):
    agefile.decrypt_stream(io.BytesIO(data), target, identities)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200_000))
def test_a_stream_is_opened_as_it_was_locked(data):
    target = io.BytesIO()
    opened(agefile.encrypt(data, [PUBLIC]), target)
    assert target.getvalue() == data


@pytest.mark.parametrize(("data", "identities", "error"), [
    (b"hello", IDENTITIES, agefile.NotAnAgeFile), (LOCKED, OTHERS, agefile.NotForThisAgeKey),
    (LOCKED[:-1], IDENTITIES, agefile.AgeFileDamaged), (LOCKED[:-1] + b"x", IDENTITIES, agefile.AgeFileDamaged),
    (with_stanzas(1000), IDENTITIES, agefile.AgeHeaderTooLong), (LOCKED, ["hello"], agefile.NotAnAgeKey)])
def test_a_stream_that_does_not_open_says_why(data, identities, error):
    target = io.BytesIO()
    with pytest.raises(error):
        opened(data, target, identities)
    assert target.getvalue() == b""


@pytest.mark.parametrize("error", [OSError(28, "full"), Cancelled(), KeyError("x")])
def test_what_goes_wrong_where_an_opened_stream_goes_is_told_as_it_was(error):
    class Full:
        def write(self, _data):
            raise error

    with pytest.raises(type(error)) as told:
        opened(agefile.encrypt(bytes(200_000), [PUBLIC]), Full())
    assert told.value is error


def test_a_stream_keeps_no_more_than_a_part():
    gone = 0

    class Counting:
        def write(self, data):
            nonlocal gone
            gone += len(data)

    def parts():
        for n in range(50):
            assert gone >= (n - 2) * 100_000
            yield bytes(100_000)

    streamed(parts(), Counting())
    assert gone > 5_000_000


@pytest.mark.parametrize("error", [OSError(28, "full"), Cancelled(), KeyError("x")])
def test_what_goes_wrong_in_a_stream_is_told_as_it_was(error):
    def parts():
        yield b"x" * 70_000
        raise error

    class Full:
        def write(self, _data):
            raise error

    with pytest.raises(type(error)) as from_parts:
        streamed(parts(), io.BytesIO())
    with pytest.raises(type(error)) as from_target:
        streamed([b"x" * 200_000], Full())
    assert from_parts.value is from_target.value is error


def test_a_stream_wants_keys_that_are_some():
    with pytest.raises(agefile.NotAnAgeKey):
        streamed([b"x"], io.BytesIO(), ["age1nonsense"])
    with pytest.raises(ValueError, match="1 to 7"):
        streamed([b"x"], io.BytesIO(), [])


def test_what_age_itself_cannot_lock_is_not_swallowed(monkeypatch):
    def failing(*_arguments):
        raise pyrage.EncryptError("of its own")

    monkeypatch.setattr(agefile.pyrage, "encrypt_io", failing)
    with pytest.raises(pyrage.EncryptError, match="of its own"):
        streamed([b"words"], io.BytesIO())
