"""The centers a district takes bundles from, each by the `allowed_signers` line it gave and the words compared."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import KnownCenter
from wellnessdesk.domain.names import tidy
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.store.district import centers
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sshsig


class WordsDiffer(Problem):
    """The words that were heard are not those of the key."""


@district_act("district.centers")
def listed(desk: DistrictDesk) -> list[KnownCenter]:
    """All centers, by name; also those whose bundles are refused by now."""
    with desk.reading() as tx:
        return known(tx)


@district_act("district.centers")
def look(desk: DistrictDesk, line: str) -> KnownCenter:
    """What a line from a center says: its id, and the fingerprint and words to compare. Writes nothing.

    Raises `NotAPublicKey`. Where the center is known already, its name and school are those it has.
    """
    center, public = sshsig.parse_allowed_signers_line(line.strip())
    before = next((one for one in listed(desk) if one.id == center), None)
    return KnownCenter(id=center, name=before.name if before else "", school=before.school if before else "",
                       line=line.strip(), fingerprint=sshsig.fingerprint(public), words=sshsig.words(public),
                       added_at=before.added_at if before else desk.now())


@district_act("district.add_center")
def add(desk: DistrictDesk, line: str, name: str, school: str = "", *, words: str) -> KnownCenter:
    """Trust a center's signing key: a new center, or another key or name of one that is known.

    `words` are the six words as the center said them over the telephone or wrote them on paper. Raises `WordsDiffer`,
    `NotAPublicKey`, or `Problem` without a name.
    """
    name, school = tidy(name), tidy(school)
    if not name:
        raise Problem(_("Enter the center's name."))
    seen = look(desk, line)
    if words.casefold().split() != seen.words.split():
        raise WordsDiffer(_("These are not the words of this key. Call the center and compare them again. "
                            "Nothing was changed."))
    with desk.change() as tx:
        if any(one.id == seen.id for one in known(tx)):
            centers.change(tx, seen.id, name, school, seen.line)
        else:
            centers.add(tx, seen.id, name, school, seen.line, desk.now())
    return next(one for one in listed(desk) if one.id == seen.id)


@district_act("district.add_center")
def end(desk: DistrictDesk, center_id: str) -> None:
    """Refuse a center's bundles from now on; what was taken stays. To add it again is to trust it again."""
    with desk.change() as tx:
        centers.end(tx, center_id, desk.now())


def known(tx: Transaction) -> list[KnownCenter]:
    """All centers as they are kept."""
    found = []
    for center, name, school, line, added, ended in centers.all_of_them(tx):
        public = sshsig.parse_allowed_signers_line(line)[1]
        found.append(KnownCenter(id=center, name=name, school=school, line=line, added_at=added, ended_at=ended,
                                 fingerprint=sshsig.fingerprint(public), words=sshsig.words(public)))
    return found
