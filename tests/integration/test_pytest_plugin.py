"""The pytest plugin, in pytest processes of its own."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

PLUGIN = "omni_drafts_pytest"


def run_pytest(folder: Path, test: str, conftest: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a test without other plugins, since some of them import httpx."""
    (folder / "test_example.py").write_text(test, "utf-8")
    (folder / "conftest.py").write_text(conftest, "utf-8")
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "pytest", "-p", PLUGIN, "-W", "error", "--rootdir", str(folder), str(folder)],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_documented_example_passes(root: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (root / "docs" / "testing.md").read_text("utf-8"), re.DOTALL)
    finished = run_pytest(tmp_path, example)
    assert finished.returncode == 0, finished.stdout
    assert " 3 passed in " in finished.stdout


def test_plugin_is_an_entry_point_of_pytest() -> None:
    (found,) = (point for point in entry_points(group="pytest11") if point.name == "omni-drafts")
    assert found.value == PLUGIN


IMPORTS = """
import sys


def test_start_imports_nothing() -> None:
    packages = {name.partition(".")[0] for name in sys.modules}
    assert not packages & {"omni_drafts", "omni_api_client", "httpx", "starlette", "uvicorn", "jsonschema"}


def test_fixture_imports_client_and_mock(omni) -> None:
    assert omni.drafts
    assert {"omni_drafts", "omni_api_client", "httpx", "starlette"} <= set(sys.modules)
"""


def test_plugin_imports_nothing_until_a_fixture_is_used(tmp_path: Path) -> None:
    finished = run_pytest(tmp_path, IMPORTS)
    assert finished.returncode == 0, finished.stdout


def test_fixture_without_extra_fails_with_its_name(tmp_path: Path) -> None:
    conftest = "import sys\n\nsys.modules['starlette'] = None\n"
    finished = run_pytest(tmp_path, "def test_it(omni_mock): ...", conftest)
    assert finished.returncode == 1
    assert "1 error in " in finished.stdout
    reason = "the mock needs starlette, of the `mock` extra: pip install 'omni-drafts[mock]'"
    assert f"the fixture omni_mock is not available: {reason}" in finished.stdout
    assert "Traceback" not in finished.stdout


OWN_MOCK = """
from random import Random

import pytest
from omni_drafts.mock import MockServer, MockState


@pytest.fixture
def omni_mock():
    with MockServer(MockState(random=Random(1), rate_limit=1)) as mock:
        yield mock
"""


TEST_OF_OWN_MOCK = """
def test_it(omni_mock, omni) -> None:
    assert omni_mock.state.rate_limit == 1
    omni_mock.state.add_document("a")
    omni.drafts.ensure("a")
    assert omni_mock.state.request_count == 1
"""


def test_fixture_omni_with_own_omni_mock_uses_it(tmp_path: Path) -> None:
    finished = run_pytest(tmp_path, TEST_OF_OWN_MOCK, OWN_MOCK)
    assert finished.returncode == 0, finished.stdout


DELAYS = """
import time

from datetime import timedelta
from omni_drafts.mock import ErrorStatus


def test_wait_for_permit_takes_no_real_time(omni_mock, omni) -> None:
    before, started = omni_mock.state.moment(), time.monotonic()
    omni_mock.state.add_document("a")
    for _ in range(121):
        omni.drafts.list("a")
    assert omni_mock.state.moment() - before > timedelta(minutes=2)
    assert time.monotonic() - started < 60
    assert {request.status_code for request in omni_mock.state.requests} == {200}


def test_retry_after_takes_no_real_time(omni_mock, omni) -> None:
    before, started = omni_mock.state.moment(), time.monotonic()
    omni_mock.state.add_document("a")
    omni_mock.state.faults.add(ErrorStatus(429, timedelta(minutes=10)), times=1)
    omni.drafts.list("a")
    assert omni_mock.state.moment() - before >= timedelta(minutes=10)
    assert time.monotonic() - started < 60


def test_bulk_call_takes_no_real_time(omni_mock, omni) -> None:
    started = time.monotonic()
    documents = [omni_mock.state.add_document().identifier for _ in range(100)]
    for outcome in omni.drafts.ensure_many(documents):
        assert outcome.unwrap()
    assert len(omni_mock.state.drafts) == 100
    assert time.monotonic() - started < 60
"""


def test_fixture_omni_delays_advance_time_of_mock(tmp_path: Path) -> None:
    finished = run_pytest(tmp_path, DELAYS)
    assert finished.returncode == 0, finished.stdout
    assert " 3 passed in " in finished.stdout
