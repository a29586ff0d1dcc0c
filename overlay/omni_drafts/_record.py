"""A file that remembers which documents have their draft, so that a second run need not ask again."""

import logging
import os
import sqlite3
from uuid import UUID

from omni_drafts._database import Kind, file_path, is_busy, opened
from omni_drafts._errors import SettingsError

_logger = logging.getLogger("omni_drafts")

_DRAFTS = Kind(
    mark=0x6F6D6E69,
    busy_seconds=1,  # whoever goes on is kept waiting, and can do without it
    table="CREATE TABLE drafts (document TEXT, branch TEXT, draft TEXT NOT NULL, PRIMARY KEY (document, branch))",
)


class Record:
    """The drafts on one branch, or on none, that a file has. What is in it stays, however a process ends."""

    def __init__(self, path: str | os.PathLike[str], branch_id: UUID | None) -> None:
        """Open or make the file.

        Raises:
            SettingsError: There can be no such file there, or another kind of file is. (It is a `ValueError`, too.)
        """
        self._path, self._branch = file_path(path, "record"), "" if branch_id is None else str(branch_id)
        try:
            with opened(self._path, _DRAFTS) as database:
                database.commit()
        except SettingsError as error:
            raise SettingsError(f"record: {error}") from error
        except sqlite3.Error as error:
            if not is_busy(error):  # which is no matter of the settings
                raise SettingsError(f"record: {self._path} cannot be used: {error}") from error

    def find(self, document: str) -> str | None:
        """Give the identifier of a document's draft, if the file has it."""
        asked = "SELECT draft FROM drafts WHERE document = ? AND branch = ?"
        try:
            with opened(self._path, _DRAFTS) as database:
                found = database.execute(asked, (document, self._branch)).fetchone()
        except (sqlite3.Error, SettingsError) as error:
            _logger.warning("record: %s cannot be read, so %s is asked for: %s", self._path, document, error)
            return None
        return None if found is None else str(found[0])

    def keep(self, document: str, draft: str) -> None:
        """Write the identifier of a document's draft into the file."""
        try:
            with opened(self._path, _DRAFTS) as database:
                database.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (document, self._branch, draft))
                database.commit()
        except (sqlite3.Error, SettingsError) as error:
            _logger.warning("record: %s does not remember the draft of %s: %s", self._path, document, error)
