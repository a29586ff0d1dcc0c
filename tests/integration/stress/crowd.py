"""Processes that work through many documents at the same time, each with a share of its own."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from attrs import asdict, define, field, frozen

WORKER = Path(__file__).parent / "worker.py"

Happens = Callable[["subprocess.Popen[str]"], None]
"""What is done half way to whoever is half way."""


@frozen
class Share:
    """What one process is to do.

    Attributes:
        method: Of `drafts`.
        in_a_loop: Whether with `AsyncOmni`.
        branch: On which the drafts are.
        documents: Their identifiers; one may stand there more than once.
        settings: Of the client.
        speed: How many times faster than real time passes.
    """

    method: str
    in_a_loop: bool
    branch: UUID
    documents: tuple[str, ...]
    settings: Mapping[str, Any]
    speed: float

    def written(self) -> str:
        """Write it as the process reads it."""
        branch = {"branch_id": str(self.branch), "in_flight": 4}
        return json.dumps(asdict(self, filter=lambda one, _: one.name != "branch") | {"arguments": branch})


@frozen
class Told:
    """An outcome, as a process told it."""

    document: str
    draft: str | None
    error: str | None


@define
class Worked:
    """What came of a share.

    Attributes:
        told: What the process told, in its order.
        returned: How it ended.
    """

    share: Share
    told: list[Told] = field(factory=list)
    returned: int | None = None

    @property
    def drafts(self) -> list[tuple[str, str]]:
        """Give the document and the draft of each success."""
        return [(told.document, told.draft) for told in self.told if told.draft is not None]

    @property
    def left(self) -> list[str]:
        """Give the documents that have no success."""
        done = {document for document, _ in self.drafts}
        return [document for document in self.share.documents if document not in done]


def work(
    shares: Sequence[Share], quiet: float, half_way: Mapping[int, Happens] = MappingProxyType({})
) -> list[Worked]:
    """Let processes work, each on a share, and give what came of each.

    Args:
        shares: One for each process.
        quiet: Seconds without an outcome of any of them, after which whoever is still at work hangs.
        half_way: What happens, by the number of the share, when half of its outcomes are told.
    """
    worked = [Worked(share) for share in shares]
    command = [sys.executable, str(WORKER)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in shares
    ]
    threads = [
        threading.Thread(target=_follow, args=[process, one, half_way.get(number)])
        for number, (process, one) in enumerate(zip(processes, worked, strict=True))
    ]
    for thread in threads:
        thread.start()
    told = -1
    while any(thread.is_alive() for thread in threads) and told != (told := sum(len(one.told) for one in worked)):
        _join(threads, quiet)
    hanging = [process for process in processes if process.poll() is None]
    for process in hanging:
        process.kill()
    for thread in threads:
        thread.join()
    assert not hanging, f"{len(hanging)} processes have told nothing for {quiet:.0f} s"
    return worked


def _join(threads: Iterable[threading.Thread], seconds: float) -> None:
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process at once, without a chance to clean up."""
    process.kill()


def _follow(process: "subprocess.Popen[str]", worked: Worked, happens: Happens | None) -> None:
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(worked.share.written() + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.endswith("\n"):  # else it was killed while it told
                worked.told.append(_told(line))
            if happens is not None and len(worked.told) == len(worked.share.documents) // 2:
                happens(process)
    worked.returned = process.returncode


def _told(line: str) -> Told:
    document, draft, error = line.split()
    return Told(document, None if draft == "-" else draft, None if error == "-" else error)
