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
        self._connection.execute("BEGIN")  # and never committed: each commit would cost more than what it commits
        self._known: set[int] = set()

    def __contains__(self, session: int) -> bool:
        return session in self._known

    def add(self, notes: Iterable[tuple[int, str]]) -> None:
        """Take in (session, words) that are not here yet, best the newest first."""
        rows = [(-session, words.translate(_NO_MARKS)) for session, words in notes]
        self._connection.executemany("INSERT INTO notes (rowid, words) VALUES (?, ?)", rows)
        self._known.update(-row for row, _words in rows)

    def keep_only(self, sessions: set[int]) -> None:
        """Let go of every note that is not one of these."""
        gone = self._known - sessions
        self._connection.executemany("DELETE FROM notes WHERE rowid = ?", [(-session,) for session in gone])
        self._known -= gone

    def find(self, text: str, limit: int) -> list[tuple[int, str]]:
        """(session, snippet) of the notes that have words with all these beginnings, newest session first.

        A single letter is looked for as a word: as the beginning of one it would find nearly everything, slowly.
        """
        query = " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in _words(text))
        return list(self._connection.execute(_FIND, (query, limit))) if query else []


def _words(text: str) -> list[str]:
    """What was typed, as the index cuts words: anything but letters and digits parts them."""
    return "".join(sign if sign.isalnum() else " " for sign in text).split()
