"""The pytest plugin, in runs of pytest of its own, as those who use the client have them."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

PLUGIN = "omni_drafts_pytest"


def run_pytest(folder: Path, test: str, conftest: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a test with the plugin and no other: some import httpx themselves."""
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


def test_the_documented_example_passes(root: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (root / "docs" / "testing.md").read_text("utf-8"), re.DOTALL)
    finished = run_pytest(tmp_path, example)
    assert finished.returncode == 0, finished.stdout
    assert " 3 passed in " in finished.stdout


def test_pytest_finds_the_plugin_where_the_client_is_installed() -> None:
    (found,) = (point for point in entry_points(group="pytest11") if point.name == "omni-drafts")
    assert found.value == PLUGIN


NOTHING_IS_IMPORTED = """
import sys


def test_nothing_is_imported_until_a_fixture_is_used() -> None:
    packages = {name.partition(".")[0] for name in sys.modules}
    assert not packages & {"omni_drafts", "omni_api_client", "httpx", "starlette", "uvicorn", "jsonschema"}


def test_all_is_imported_then(omni) -> None:
    assert {"omni_drafts", "omni_api_client", "httpx", "starlette"} <= set(sys.modules)
"""


def test_nothing_is_imported_until_a_fixture_is_used(tmp_path: Path) -> None:
    finished = run_pytest(tmp_path, NOTHING_IS_IMPORTED)
    assert finished.returncode == 0, finished.stdout


def test_a_missing_extra_is_told(tmp_path: Path) -> None:
    without = "import sys\n\nsys.modules['starlette'] = None\n"
    finished = run_pytest(tmp_path, "def test_it(omni_mock): ...", without)
    assert finished.returncode == 1
    assert "1 error in " in finished.stdout
    says = "the mock needs starlette, of the `mock` extra: pip install 'omni-drafts[mock]'"
    assert f"the fixture omni_mock cannot be made: {says}" in finished.stdout
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


ON_ONES_OWN = """
def test_it(omni_mock, omni) -> None:
    assert omni_mock.state.rate_limit == 1
    omni_mock.state.add_document("a")
    omni.drafts.ensure("a")
    assert omni_mock.state.request_count == 1
"""


def test_a_mock_of_ones_own_is_the_one_that_the_client_is_on(tmp_path: Path) -> None:
    finished = run_pytest(tmp_path, ON_ONES_OWN, OWN_MOCK)
    assert finished.returncode == 0, finished.stdout
