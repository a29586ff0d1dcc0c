"""Many callers that want one draft at the same time get one draft."""

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import WITHOUT_WAITS
from omni_drafts import AsyncOmni, Omni
from omni_drafts.mock import MockServer
from support.pipes import read_line, write_line

BRANCH = "a9bc51d2-1234-5678-9abc-def012345678"
CALLERS = 8
ROUNDS = 5


def test_get_or_create_in_threads_that_race_creates_one_draft(mock: MockServer) -> None:
    with (
        Omni(base_url=mock.base_url, token="editor-token", **WITHOUT_WAITS) as omni,
        ThreadPoolExecutor(CALLERS) as threads,
    ):
        barrier = threading.Barrier(CALLERS)

        def race(document: str) -> str:
            barrier.wait()
            return omni.drafts.get_or_create(document, branch_id=BRANCH).draft.id

        documents = [mock.state.add_document(f"doc-{number}").identifier for number in range(ROUNDS)]
        ids = [set(threads.map(race, [document] * CALLERS)) for document in documents]
        listed = [{draft.id for draft in omni.drafts.list(document)} for document in documents]
    assert ids == listed
    assert [len(one) for one in ids] == [1] * ROUNDS


def test_get_or_create_in_tasks_that_race_creates_one_draft(mock: MockServer) -> None:
    mock.state.add_document("doc")

    async def race() -> set[str]:
        async with AsyncOmni(base_url=mock.base_url, token="editor-token", **WITHOUT_WAITS) as omni:
            results = await asyncio.gather(*(omni.drafts.get_or_create("doc") for _ in range(CALLERS)))
            return {result.draft.id for result in results}

    assert asyncio.run(race()) == {draft.identifier for draft in mock.state.drafts}
    assert len(mock.state.drafts) == 1


def test_get_or_create_in_processes_that_race_creates_one_draft(mock: MockServer, root: Path) -> None:
    documents = [mock.state.add_document(f"doc-{number}").identifier for number in range(ROUNDS)]
    command = [
        sys.executable,
        str(root / "tests" / "support" / "racing_process.py"),
        mock.base_url,
        BRANCH,
        *documents,
    ]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(CALLERS)
    ]
    lines = [read_line(process) for process in processes]
    for process in processes:
        write_line(process, "go")
    ids = [process.communicate(timeout=60)[0].split() for process in processes]
    drafts = {draft.document_identifier: draft.identifier for draft in mock.state.drafts}
    assert lines == ["ready\n"] * CALLERS
    assert len(mock.state.drafts) == ROUNDS
    assert ids == [[drafts[document] for document in documents]] * CALLERS
