"""The translation catalogues: brought up to date, compiled, checked. Runs inside the environment.

    python installers/translations.py update | compile | check
"""

import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wellnessdesk"
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "wellnessdesk"
LANGUAGES = ("es",)  # beside English, in which the texts stand in the code
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def main(arguments: list[str]) -> int:
    """Do `update`, `compile` or `check`; gives 1 when a check found something, 2 for another word."""
    verbs = {"update": update, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in verbs:
        sys.stderr.write(__doc__ or "")
        return 2
    faults = verbs[arguments[0]]()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def update() -> list[str]:
    """Bring every catalogue in line with the code, say what is left to translate, and compile."""
    template = extract()
    for path in catalogues():
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = load(path)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
        empty = sum(1 for message in texts(catalogue) if not is_translated(message))
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {empty} still to translate.\n")
    return compile_all()


def compile_all() -> list[str]:
    """Write the compiled form beside every catalogue that there is."""
    for path in filter(Path.exists, catalogues()):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, load(path))
    return []


def check() -> list[str]:
    """What keeps a catalogue from being complete and right, a sentence each."""
    template = extract()
    found = ((path, fault) for path in catalogues() for fault in faults(load(path), template))
    return [f"{path.relative_to(ROOT)}: {fault}" for path, fault in found]


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """Compare a catalogue with the texts in the code."""
    for message in texts(template):
        known = catalogue.get(message.id)
        if known is None:
            yield f"missing, run `dev.py translate`: {message.id!r}"
        elif not is_translated(known) or known.fuzzy:
            yield f"not translated: {message.id!r}"
        elif fields(known.string or "") != fields(known.id):
            yield f"the fields in braces differ: {known.id!r} and {known.string!r}"
    for message in texts(catalogue):
        if template.get(message.id) is None:
            yield f"no longer in the code, run `dev.py translate`: {message.id!r}"


def extract() -> Catalog:
    """Every text of the package that a person may read."""
    template = Catalog(domain=DOMAIN)
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS)
    for name, line, text, comments, context in sorted(found, key=lambda entry: entry[:2]):
        template.add(text, None, [((PACKAGE / name).relative_to(ROOT).as_posix(), line)], context=context,
                     auto_comments=comments)
    return template


def catalogues() -> list[Path]:
    """Where the catalogue of every language lies."""
    return [FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po" for language in LANGUAGES]


def load(path: Path) -> Catalog:
    """A catalogue as it stands on the disk; a new one where there is none yet."""
    language = path.parent.parent.name
    if not path.exists():
        header = f"# WellnessDesk in {language}: see installers/README.md"
        return Catalog(language, domain=DOMAIN, project="WellnessDesk", header_comment=header, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def texts(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header, which is one with an empty id."""
    return (message for message in catalogue if message.id)


def is_translated(message: Message) -> bool:
    """True when every form has a text."""
    return all([message.string] if isinstance(message.string, str) else message.string or [""])


def fields(text: str | tuple[str, ...] | list[str]) -> set[str]:
    """The names in braces, over all forms of a text."""
    forms = [text] if isinstance(text, str) else text
    parts = (part for form in forms for part in string.Formatter().parse(form))
    return {name for _text, name, _spec, _conversion in parts if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
