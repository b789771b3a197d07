"""Signatures that ssh-keygen accepts, signatures of ssh-keygen's that we accept, and every change refused."""

import base64
import subprocess
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellnessdesk.vault import primitives, sshsig

SEED = bytes(range(32))
PUBLIC = primitives.sign_public(SEED)
STRANGER = primitives.sign_public(bytes(32))
NAMESPACE = sshsig.BUNDLE_NAMESPACE
CENTER = "3f1c9a52-9a0e-4a53-8b7e-0d8f1a3b2c4d"
DATA = b'{"name": "a manifest"}\n'
SIGNED = sshsig.sign(DATA, SEED, NAMESPACE)


def keygen(*words, stdin=None):
    return subprocess.run(("ssh-keygen", *map(str, words)), input=stdin, capture_output=True, check=False)


def text(data):
    return len(data).to_bytes(4, "big") + data


def armored(blob):
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[start:start + 70] for start in range(0, len(encoded), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def signature(*, key_type=b"ssh-ed25519", key=PUBLIC, namespace=b"bundle@wellnessdesk.org", reserved=b"",
              algorithm=b"sha512", version=1, kind=b"ssh-ed25519", raw=None, tail=b""):
    """A signature put together by hand from PROTOCOL.sshsig, to be wrong in one place."""
    good = base64.b64decode("".join(SIGNED.splitlines()[1:-1]))[-64:]
    boxed = text(kind) + text(good if raw is None else raw)
    return armored(b"SSHSIG" + version.to_bytes(4, "big") + text(text(key_type) + text(key)) + text(namespace)
                   + text(reserved) + text(algorithm) + text(boxed) + tail)


@pytest.fixture(scope="module")
def ssh_key(tmp_path_factory):
    """A key pair made by ssh-keygen: its file and the raw public key."""
    path = tmp_path_factory.mktemp("ssh") / "key"
    assert keygen("-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", path).returncode == 0
    return path, sshsig.parse_public_line(path.with_suffix(".pub").read_text())


@pytest.fixture
def signers(tmp_path):
    path = tmp_path / "allowed_signers"
    path.write_text(sshsig.allowed_signers_line(CENTER, PUBLIC) + "\n")
    return path


def ssh_verifies(signers, tmp_path, data=DATA, signed=SIGNED, namespace=NAMESPACE, principal=CENTER):
    (tmp_path / "m.sig").write_text(signed)
    return keygen("-Y", "verify", "-f", signers, "-I", principal, "-n", namespace, "-s", tmp_path / "m.sig",
                  stdin=data).returncode == 0


def test_ssh_keygen_accepts_what_we_sign(signers, tmp_path):
    assert ssh_verifies(signers, tmp_path)


def test_ssh_keygen_refuses_other_data_purpose_or_center(signers, tmp_path):
    assert not ssh_verifies(signers, tmp_path, data=DATA + b" ")
    assert not ssh_verifies(signers, tmp_path, namespace="file")
    assert not ssh_verifies(signers, tmp_path, principal="somebody-else")
    assert not ssh_verifies(signers, tmp_path, signed=sshsig.sign(DATA, SEED, "file"), namespace="file")


@pytest.mark.parametrize("algorithm", ["sha512", "sha256"])
def test_we_accept_what_ssh_keygen_signs(ssh_key, tmp_path, algorithm):
    path, public = ssh_key
    data = tmp_path / "data"
    data.write_bytes(DATA * 1000)
    done = keygen("-Y", "sign", "-f", path, "-n", NAMESPACE, "-O", f"hashalg={algorithm}", data)
    assert done.returncode == 0
    sshsig.verify(DATA * 1000, (tmp_path / "data.sig").read_bytes(), NAMESPACE, public)


def test_we_sign_as_ssh_keygen_does_to_the_byte(tmp_path):
    """Ed25519 signatures are the same each time, so the two programs must write one file."""
    key = tmp_path / "key"
    key.write_bytes(openssh_private(SEED))
    key.chmod(0o600)
    done = keygen("-Y", "sign", "-f", key, "-n", NAMESPACE, stdin=DATA)
    assert done.stdout.decode() == SIGNED


def openssh_private(seed):
    public = text(b"ssh-ed25519") + text(PUBLIC)
    secret = bytes(8) + public + text(seed + PUBLIC) + text(b"")
    secret += bytes(range(1, 1 + -len(secret) % 8))
    blob = (b"openssh-key-v1\0" + text(b"none") + text(b"none") + text(b"") + (1).to_bytes(4, "big")
            + text(public) + text(secret))
    body = base64.encodebytes(blob)
    return b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + b"-----END OPENSSH PRIVATE KEY-----\n"


def test_the_lines_are_those_of_ssh_keygen(ssh_key):
    path, public = ssh_key
    assert sshsig.public_line(public, "a comment") + "\n" == path.with_suffix(".pub").read_text()
    shown = keygen("-l", "-f", path.with_suffix(".pub")).stdout.decode()
    assert sshsig.fingerprint(public) == shown.split()[1]


def test_a_good_signature_is_accepted_as_text_and_as_bytes():
    sshsig.verify(DATA, SIGNED, NAMESPACE, PUBLIC)
    sshsig.verify(DATA, SIGNED.encode(), NAMESPACE, PUBLIC)
    sshsig.verify(DATA, signature(), NAMESPACE, PUBLIC)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
def test_whatever_is_signed_verifies_and_nothing_else(data, seed):
    signed = sshsig.sign(data, seed, NAMESPACE)
    sshsig.verify(data, signed, NAMESPACE, primitives.sign_public(seed))
    with pytest.raises(sshsig.SignatureWrong):
        sshsig.verify(data + b"\0", signed, NAMESPACE, primitives.sign_public(seed))


def test_another_key_is_refused():
    with pytest.raises(sshsig.SignedByAnother, match="another key"):
        sshsig.verify(DATA, SIGNED, NAMESPACE, STRANGER)


def test_another_purpose_is_refused():
    with pytest.raises(sshsig.SignedForAnotherPurpose, match="something else"):
        sshsig.verify(DATA, sshsig.sign(DATA, SEED, "file"), NAMESPACE, PUBLIC)


def test_changed_data_is_refused():
    for place in range(len(DATA)):
        changed = bytearray(DATA)
        changed[place] ^= 1
        with pytest.raises(sshsig.SignatureWrong, match="changed after"):
            sshsig.verify(bytes(changed), SIGNED, NAMESPACE, PUBLIC)


def test_every_changed_bit_of_the_signature_is_refused():
    for place, bit in product(range(len(SIGNED)), range(8)):
        changed = bytearray(SIGNED.encode())
        changed[place] ^= 1 << bit
        with pytest.raises(sshsig.SignatureProblem):
            sshsig.verify(DATA, bytes(changed), NAMESPACE, PUBLIC)


def test_a_signature_that_is_cut_off_is_refused():
    for length in range(len(SIGNED)):
        with pytest.raises(sshsig.SignatureUnreadable, match="damaged or missing"):
            sshsig.verify(DATA, SIGNED[:length], NAMESPACE, PUBLIC)


@pytest.mark.parametrize("wrong", [
    {"version": 2}, {"key_type": b"ssh-rsa"}, {"key": PUBLIC[:-1]}, {"reserved": b"x"}, {"algorithm": b"md5"},
    {"kind": b"ssh-rsa"}, {"tail": b"x"},
])
def test_a_signature_of_another_make_is_unreadable(wrong):
    with pytest.raises(sshsig.SignatureUnreadable):
        sshsig.verify(DATA, signature(**wrong), NAMESPACE, PUBLIC)


@pytest.mark.parametrize("raw", [b"", bytes(64), bytes(63), bytes(65)])
def test_a_false_signature_is_wrong(raw):
    with pytest.raises(sshsig.SignatureWrong):
        sshsig.verify(DATA, signature(raw=raw), NAMESPACE, PUBLIC)


@pytest.mark.parametrize("junk", [
    "", "hello", SIGNED.replace("\n", "\r\n"), SIGNED + "\n", "\n" + SIGNED, SIGNED.replace("SSH", "PGP"),
    SIGNED * 20, "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n", "\u00e9" * 400,
])
def test_what_is_no_signature_is_unreadable(junk):
    with pytest.raises(sshsig.SignatureUnreadable):
        sshsig.verify(DATA, junk, NAMESPACE, PUBLIC)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_in_armor_are_refused_with_a_sentence(blob):
    with pytest.raises(sshsig.SignatureProblem):
        sshsig.verify(DATA, armored(b"SSHSIG\0\0\0\1" + blob), NAMESPACE, PUBLIC)


def test_a_signers_file_is_read_back_with_comments_and_blank_lines():
    line, other = sshsig.allowed_signers_line(CENTER, PUBLIC), sshsig.allowed_signers_line("other", STRANGER)
    read = sshsig.read_allowed_signers(f"\ufeff# centers\n\n{line} with a comment\r\n{other}\n")
    assert read == [(CENTER, PUBLIC), ("other", STRANGER)]


@pytest.mark.parametrize("line", [
    "hello", f"{CENTER} ssh-ed25519 AAAA", sshsig.allowed_signers_line(CENTER, PUBLIC, "file"),
    f"* {sshsig.allowed_signers_line(CENTER, PUBLIC).split(' ', 1)[1]}",
    sshsig.allowed_signers_line(CENTER, PUBLIC)[:-2],
])
def test_a_line_that_trusts_more_or_otherwise_is_refused(line):
    with pytest.raises(sshsig.NotAPublicKey, match="not the signing key"):
        sshsig.read_allowed_signers(line)


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAA", "ssh-ed25519 AAAA",
                                  "ssh-ed25519 AAAAéé"])
def test_what_is_no_public_key_is_called_so(line):
    with pytest.raises(sshsig.NotAPublicKey):
        sshsig.parse_public_line(line)


def test_lines_that_would_be_several_cannot_be_made():
    with pytest.raises(ValueError, match="comment"):
        sshsig.public_line(PUBLIC, "one\ntwo")
    with pytest.raises(ValueError, match="principal"):
        sshsig.allowed_signers_line("*", PUBLIC)
    with pytest.raises(ValueError, match="namespace"):
        sshsig.sign(DATA, SEED, "a b")
