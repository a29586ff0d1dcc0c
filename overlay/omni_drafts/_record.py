"""A file that remembers which documents have their draft, so that a second run need not ask again."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

_logger = logging.getLogger("omni_drafts")

_MADE_BY = 0x6F6D6E69
"""Marks the file as one of ours, where SQLite has a place for it."""
_TABLE = """
CREATE TABLE IF NOT EXISTS drafts (document TEXT, branch TEXT, draft TEXT NOT NULL, PRIMARY KEY (document, branch))
"""


class Record:
    """The drafts on one branch, or on none, that a file has. What is in it stays, however a process ends."""

    def __init__(self, path: str | os.PathLike[str], branch_id: UUID | None) -> None:
        """Open or make the file.

        Raises:
            ValueError: There can be no such file there, or another kind of file is.
        """
        self._path, self._branch = Path(path), "" if branch_id is None else str(branch_id)
        try:
            with self._opened() as database:
                (made_by,) = database.execute("PRAGMA application_id").fetchone()
                (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if made_by != _MADE_BY and tables:
                    raise ValueError(f"record: {self._path} is another kind of file")
                database.execute(f"PRAGMA application_id = {_MADE_BY}")
                database.execute(_TABLE)
        except sqlite3.Error as error:
            raise ValueError(f"record: {self._path} cannot be used: {error}") from error

    def find(self, document: str) -> str | None:
        """Give the identifier of a document's draft, if the file has it."""
        asked = "SELECT draft FROM drafts WHERE document = ? AND branch = ?"
        try:
            with self._opened() as database:
                found = database.execute(asked, (document, self._branch)).fetchone()
        except sqlite3.Error as error:
            _logger.warning("record: %s cannot be read, so %s is asked for: %s", self._path, document, error)
            return None
        return None if found is None else str(found[0])

    def keep(self, document: str, draft: str) -> None:
        """Write the identifier of a document's draft into the file."""
        try:
            with self._opened() as database:
                database.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (document, self._branch, draft))
        except sqlite3.Error as error:
            _logger.warning("record: %s does not remember the draft of %s: %s", self._path, document, error)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            # It need not outlive a machine that loses its power, only a process.
            database.execute("PRAGMA synchronous = OFF")
            yield database
