"""The full-text index of notes. It lies in memory only and ends with the process: no word of a note is on the disk.

Accents and case are ignored, and the beginning of a word finds the word.
"""

from collections.abc import Iterable

from wellnessdesk.store import engine

BEGIN, END = "\x02", "\x03"
"""What stands before and after each word that was found; no note keeps such signs."""
_TOKENS = 9
"""How many words a snippet has at most: one line, so that what was found is never cut off at its end."""
_TABLE = "CREATE VIRTUAL TABLE notes USING fts5(words, tokenize = 'unicode61 remove_diacritics 2', detail = none)"
_LARGE_PAGES = "INSERT INTO notes (notes, rank) VALUES ('pgsz', 16000)"
"""Four times the usual: fewer to fill, and as quick to search."""
_FIND = f"""SELECT -rowid, snippet(notes, 0, '{BEGIN}', '{END}', '…', {_TOKENS}) FROM notes
            WHERE notes MATCH ? ORDER BY rowid LIMIT ?"""  # noqa: S608 - constants of this module
_NO_MARKS = str.maketrans(BEGIN + END, "  ")


class NoteIndex:
    """What notes say, by the number of their session.

    Rows bear that number below zero: they are made newest first, and FTS5 is quick only with rows that count upwards.
    """

    def __init__(self) -> None:
        self._connection = engine.in_memory()
        self._connection.execute(_TABLE)
        self._connection.execute(_LARGE_PAGES)
        self._connection.execute("BEGIN")  # and never committed: each commit would cost more than what it commits
        self._known: dict[int, int] = {}

    def holds(self, session: int, addenda: int) -> bool:
        """Whether the note is here with as many addenda."""
        return self._known.get(session) == addenda

    def add(self, notes: Iterable[tuple[int, str, int]]) -> None:
        """Take in (session, words, how many addenda are in them), best the newest first; what was here of it goes."""
        rows = [(-session, words.translate(_NO_MARKS), addenda) for session, words, addenda in notes]
        self._forget(-row for row, _words, _addenda in rows if -row in self._known)
        self._connection.executemany("INSERT INTO notes (rowid, words) VALUES (?, ?)", [row[:2] for row in rows])
        self._known.update((-row, addenda) for row, _words, addenda in rows)

    def keep_only(self, sessions: set[int]) -> None:
        """Let go of every note that is not one of these."""
        gone = self._known.keys() - sessions
        self._forget(gone)
        for session in gone:
            del self._known[session]

    def _forget(self, sessions: Iterable[int]) -> None:
        self._connection.executemany("DELETE FROM notes WHERE rowid = ?", [(-session,) for session in sessions])

    def find(self, text: str, limit: int) -> list[tuple[int, str]]:
        """(session, snippet) of the notes that have words with all these beginnings, newest session first.

        A single letter is looked for as a word: as the beginning of one it would find nearly everything, slowly.
        """
        query = " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in _words(text))
        return list(self._connection.execute(_FIND, (query, limit))) if query else []

    def agrees(self, session: int, words: str) -> bool:
        """Whether the note is here with these words, or with their beginning: something may have been added since."""
        row = self._connection.execute("SELECT words FROM notes WHERE rowid = ?", (-session,)).fetchone()
        return row is not None and words.translate(_NO_MARKS).startswith(row[0])


def _words(text: str) -> list[str]:
    """What was typed, as the index cuts words: anything but letters and digits parts them."""
    return "".join(sign if sign.isalnum() else " " for sign in text).split()
