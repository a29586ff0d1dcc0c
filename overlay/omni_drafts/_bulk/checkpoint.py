"""A checkpoint: a file of JSON lines with the drafts of a bulk run, so that a second run sends no request for them.

Each record is one write to a file opened for appending, with a newline before and after it. So a record that is torn
by the end of a process damages no other.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from omni_drafts._errors import ConfigurationError
from omni_drafts._paths import check_file_path

_SQLITE_HEADER = b"SQLite format 3\0"

_logger = logging.getLogger("omni_drafts")


class Checkpoint:
    """The drafts on one branch, or the main drafts, in a file.

    Args:
        path: Path of the file; it is created with the first record.
        branch_id: UUID of the branch; `None` for main drafts.

    Raises:
        ConfigurationError: If the file cannot be used, or is not a checkpoint.
    """

    def __init__(self, path: str | os.PathLike[str], branch_id: UUID | None) -> None:
        self._path = check_file_path(path, "checkpoint")
        self._branch = None if branch_id is None else str(branch_id)
        self._drafts = self._load()

    def find(self, document_id: str) -> str | None:
        """Return the identifier of a document's draft, if the file had it when it was opened."""
        return self._drafts.get(document_id)

    def append(self, document_id: str, draft_id: str) -> None:
        """Write the identifier of a document's draft; a failure is logged, since the draft exists."""
        record = json.dumps({"document": document_id, "branch": self._branch, "draft": draft_id})
        try:
            _append(self._path, f"\n{record}\n".encode())
        except OSError as error:
            _logger.warning("checkpoint: %s: the draft of %s was not written: %s", self._path, document_id, error)

    def _load(self) -> dict[str, str]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ConfigurationError(f"checkpoint: {self._path} cannot be read: {error}") from error
        if content.startswith(_SQLITE_HEADER):
            raise ConfigurationError(
                f"checkpoint: {self._path} is an SQLite record of omni-drafts 0.1; pass the path of a new file"
            )
        lines = list(filter(None, content.split(b"\n")))
        is_torn = content.startswith(b"\n") and lines[:1] and lines[0].startswith(b"{")
        if lines and not is_torn and not any(map(_parse_record, lines)):
            raise ConfigurationError(f"checkpoint: {self._path} is not a checkpoint; pass the path of a new file")
        return self._parse(lines)

    def _parse(self, lines: list[bytes]) -> dict[str, str]:
        drafts: dict[str, str] = {}
        unreadable = 0
        for line in lines:
            record = _parse_record(line)
            if record is None:
                unreadable += 1
            elif record["branch"] == self._branch:
                drafts[record["document"]] = record["draft"]
        if unreadable:
            _logger.warning("checkpoint: %s: %d unreadable lines are skipped", self._path, unreadable)
        return drafts


def _parse_record(line: bytes) -> dict[str, Any] | None:
    """Return the record in a line; `None` if the line is torn or something else."""
    try:
        record = json.loads(line)
        texts = record["document"], record["draft"], record["branch"] or ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return record if all(isinstance(text, str) for text in texts) else None


def _append(path: Path, record: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(file, record) != len(record):
            raise OSError("the disk is full")
    finally:
        os.close(file)
