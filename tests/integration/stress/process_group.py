"""Processes that work on many documents at the same time, each of them on its own job."""

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

from attrs import define, field, frozen

_WORKER = Path(__file__).parent / "worker.py"
_CONCURRENCY = 4

Event = Callable[["subprocess.Popen[str]"], None]
"""Function to call when a process has reported half of its outcomes."""


@frozen
class Job:
    """The work of one process.

    Attributes:
        method: Name of a bulk method of `drafts`.
        is_async: Whether the process uses `AsyncOmni`.
        branch_id: Branch of the drafts.
        documents: Identifiers of the documents; one may be listed more than once.
        settings: Settings of the client.
        speed: Factor by which time passes faster than real time.
    """

    method: str
    is_async: bool
    branch_id: UUID
    documents: tuple[str, ...]
    settings: Mapping[str, Any]
    speed: float

    def to_json(self) -> str:
        """Return the job as the process reads it."""
        return json.dumps(
            {
                "method": self.method,
                "is_async": self.is_async,
                "documents": self.documents,
                "arguments": {"branch_id": str(self.branch_id), "concurrency": _CONCURRENCY},
                "settings": dict(self.settings),
                "speed": self.speed,
            }
        )


@frozen
class ReportedOutcome:
    """An outcome, as a process has reported it.

    Attributes:
        document: Identifier of the document.
        draft: Identifier of the draft; `None` for an error.
        error: Name of the error; `None` for a draft.
    """

    document: str
    draft: str | None
    error: str | None


@define
class JobResult:
    """The result of a job.

    Attributes:
        job: The job.
        outcomes: Outcomes in the order of their report.
        return_code: Return code of the process; `None` while it works.
    """

    job: Job
    outcomes: list[ReportedOutcome] = field(factory=list)
    return_code: int | None = None

    @property
    def drafts(self) -> list[tuple[str, str]]:
        """The document and the draft of each success."""
        return [(outcome.document, outcome.draft) for outcome in self.outcomes if outcome.draft is not None]

    @property
    def unfinished(self) -> list[str]:
        """The documents without a draft."""
        finished = {document for document, _ in self.drafts}
        return [document for document in self.job.documents if document not in finished]


def run_processes(
    jobs: Sequence[Job], max_silence: float, half_way: Mapping[int, Event] = MappingProxyType({})
) -> list[JobResult]:
    """Run a process for each job, and return their results.

    Args:
        jobs: Jobs of the processes.
        max_silence: Seconds without an outcome of any process, after which those that still work hang.
        half_way: Functions to call when a process has reported half of its outcomes, by the number of its job.
    """
    results = [JobResult(job) for job in jobs]
    command = [sys.executable, str(_WORKER)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in jobs
    ]
    threads = [
        threading.Thread(target=_follow, args=[process, result, half_way.get(number)])
        for number, (process, result) in enumerate(zip(processes, results, strict=True))
    ]
    for thread in threads:
        thread.start()
    _join_until_silence(threads, results, max_silence)
    hanging = [process for process in processes if process.poll() is None]
    for process in hanging:
        process.kill()
    for thread in threads:
        thread.join()
    assert not hanging, f"{len(hanging)} processes have reported nothing for {max_silence:.0f} s"
    return results


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill a process, which cannot clean up."""
    process.kill()


def _join_until_silence(threads: Sequence[threading.Thread], results: Sequence[JobResult], seconds: float) -> None:
    before = -1
    while any(thread.is_alive() for thread in threads):
        reported = sum(len(result.outcomes) for result in results)
        if reported == before:
            break
        before = reported
        _join(threads, seconds)


def _join(threads: Iterable[threading.Thread], seconds: float) -> None:
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _follow(process: "subprocess.Popen[str]", result: JobResult, event: Event | None) -> None:
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(result.job.to_json() + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.endswith("\n"):  # or the process was killed while it wrote
                result.outcomes.append(_parse_outcome(line))
            if event is not None and len(result.outcomes) == len(result.job.documents) // 2:
                event(process)
    result.return_code = process.returncode


def _parse_outcome(line: str) -> ReportedOutcome:
    document, draft, error = line.split()
    return ReportedOutcome(document, None if draft == "-" else draft, None if error == "-" else error)
