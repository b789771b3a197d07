"""What a stranger could hand over as a bundle; and what must be said of it, with which verdict."""

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from tests.districts import Sender
from tests.exchange.bundles import rewritten, tables, with_csv, zipped
from wellnessdesk.domain.district import Verdict
from wellnessdesk.exchange import datapackage
from wellnessdesk.vault import agefile, sshsig


@dataclass(frozen=True)
class Bad:
    """`made` by a center: the bytes of the file, or only how long it is (and it has holes); `words` of the refusal."""

    verdict: Verdict
    words: str
    made: Callable[[Sender], bytes | int]


def files(center):
    """Those of the center's next bundle, before it signs them."""
    return datapackage.build(tables(), center.meta())


def whole(center):
    """The center's next bundle, as it should be."""
    return packed(center, center.signed(files(center)))


def packed(center, content):
    """Any files, for the district."""
    return center.locked(zipped(content))


def with_more(center, name, data=b"x"):
    """A good bundle with one file too many."""
    with warnings.catch_warnings(action="ignore"):  # of a name that is there twice
        return packed(center, [*center.signed(files(center)).items(), (name, data)])


def with_less(center, name):
    """A good bundle without one of its files."""
    return packed(center, {one: data for one, data in center.signed(files(center)).items() if one != name})


def signed_after(center, change):
    """The center itself signs a manifest that it never would."""
    return packed(center, center.signed(rewritten(files(center), change)))


def flipped(center):
    data = bytearray(whole(center))
    data[len(data) // 2] ^= 1
    return bytes(data)


def many_stanzas(center):
    head, line, rest = whole(center).partition(b"\n-> X25519 ")
    return head + (line + b"A" * 43 + b"\n" + b"A" * 43) * 1_000 + line + rest


def lying_bomb(center):
    """Both its directories say 1,000 bytes, of 3 million."""
    data = bytearray(zipped({**files(center), "zeros.csv": bytes(3_000_000)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark)
        data[place + offset:place + offset + 4] = (1_000).to_bytes(4, "little")
    return center.locked(bytes(data))


def borrowed_signature(center):
    """The center did sign, but another bundle."""
    other = center.signed(datapackage.build(tables(), center.meta(purpose="another")))
    return packed(center, {**files(center), datapackage.SIGNATURE: other[datapackage.SIGNATURE]})


def forged(center):
    """Somebody else signs in its name."""
    made = files(center)
    signature = sshsig.sign(made[datapackage.MANIFEST], bytes(32), sshsig.BUNDLE_NAMESPACE)
    return packed(center, {**made, datapackage.SIGNATURE: signature.encode()})


def with_formula(center):
    """A text that a spreadsheet takes for a formula, without the apostrophe that it must have."""
    made = files(center)
    return packed(center, center.signed(with_csv(made, "texts.csv", made["texts.csv"].replace(b"'=1+1", b"=1+1"))))


BAD = {
    "no age file": Bad(Verdict.NOT_A_BUNDLE, "does not begin", lambda _center: b"PK\x03\x04 hello"),
    "nothing": Bad(Verdict.NOT_A_BUNDLE, "does not begin", lambda _center: b""),
    "cut short": Bad(Verdict.NOT_A_BUNDLE, "was cut off", lambda center: whole(center)[:-40]),
    "one bit flipped": Bad(Verdict.NOT_A_BUNDLE, "is damaged", flipped),
    "a thousand recipients": Bad(Verdict.NOT_A_BUNDLE, "far too many recipients", many_stanzas),
    "ten gigabytes with holes": Bad(Verdict.UNREADABLE, "far larger than any bundle", lambda _center: 10 * 2**30),
    "for another key": Bad(Verdict.OTHER_KEY, "not encrypted for this key",
                           lambda center: agefile.encrypt(whole(center), [agefile.generate()[1]])),
    "no zip inside": Bad(Verdict.DAMAGED, "not a whole bundle", lambda center: center.locked(b"hello")),
    "a zip bomb": Bad(Verdict.DAMAGED, "far larger than any honest",
                      lambda center: with_more(center, "zeros.csv", bytes(50 * 2**20))),
    "a zip bomb that lies": Bad(Verdict.DAMAGED, "not a whole bundle", lying_bomb),
    "a path that climbs": Bad(Verdict.DAMAGED, "forbidden name", lambda center: with_more(center, "../../evil.csv")),
    "one name twice": Bad(Verdict.DAMAGED, "forbidden name", lambda center: with_more(center, "years.csv")),
    "one file more": Bad(Verdict.DAMAGED, "does not declare: more.csv", lambda center: with_more(center, "more.csv")),
    "one file less": Bad(Verdict.DAMAGED, "years.csv is missing", lambda center: with_less(center, "years.csv")),
    "another hash": Bad(Verdict.DAMAGED, "years.csv was changed", lambda center: packed(center, center.signed(
        {**files(center), "years.csv": files(center)["years.csv"] + b"\r\n"}))),
    "a formula": Bad(Verdict.DAMAGED, "texts.csv does not follow", with_formula),
    "an older format than any": Bad(Verdict.DAMAGED, "datapackage.json does not follow", lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(format=0))),
    "a newer format": Bad(Verdict.NEWER, "newer version", lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(format=99, more="things"))),
    "another manifest's signature": Bad(Verdict.FORGED, "does not fit", borrowed_signature),
    "somebody else's signature": Bad(Verdict.FORGED, "another key than the one", forged),
    "no signature": Bad(Verdict.FORGED, "missing", lambda center: packed(center, files(center))),
}
"""By what it is. What depends on the bundles before it (gap, fork, replay …) is in tests/services/district."""


def written(center, path, name):
    """The path, with what has this name written there."""
    made = BAD[name].made(center)
    with path.open("wb") as file:
        if isinstance(made, bytes):
            file.write(made)
        else:
            file.truncate(made)
    return path


def slug(name):
    """The name as that of a file."""
    return re.sub(r"\W+", "-", name) + ".age"
