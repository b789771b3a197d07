"""Another school, so that the tour's district can compare: it is in no store, and signs with a key of its own."""

import secrets
import uuid
from dataclasses import replace
from pathlib import Path

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.exchange import datapackage
from wellnessdesk.services import district
from wellnessdesk.services.district import centers
from wellnessdesk.vault import agefile, primitives, sshsig

_CENTER, _SCHOOL = "Wellness Center", "Harbor High School"
_SEED_BYTES = 32


def sends(stage: Stage, newest: Path, earlier: Path) -> Path:
    """Its bundle of the period of the demo center's newest one, with the counts of an earlier one of that center's.

    The district at which the stage is knows it from then on.
    """
    seed, center = secrets.token_bytes(_SEED_BYTES), uuid.uuid4().hex
    identity = stage.ask_district(lambda desk: desk.keys.secrets)[0]
    meta = replace(district.open_bundle(newest, identity).meta, id=str(uuid.uuid4()), center_id=center, center=_CENTER,
                   school=_SCHOOL, sequence=1, previous="", version=1, supersedes="")
    files = datapackage.build(district.open_bundle(earlier, identity).tables, meta)
    files[datapackage.SIGNATURE] = sshsig.sign(files[datapackage.MANIFEST], seed, sshsig.BUNDLE_NAMESPACE).encode()
    path = stage.scratch("other school.age")
    path.write_bytes(agefile.encrypt(datapackage.zip_bytes(files), [stage.state.kept["district"]]))
    public = primitives.sign_public(seed)
    stage.ask_district(lambda desk: centers.add(desk, sshsig.allowed_signers_line(center, public), _CENTER, _SCHOOL,
                                                words=sshsig.words(public)))
    return path
