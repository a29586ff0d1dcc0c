"""The command in this process: its subcommands, its wrong options, and a package that is missing."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from omni_drafts._cli import main
from omni_drafts._cli import mock as command_mock
from omni_drafts._cli.main import application
from omni_drafts.mock import MockState


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> list[MockState]:
    """Return the states that the command would serve."""
    states: list[MockState] = []

    def serve(state: MockState, *, port: int, on_start: Callable[[str], None], **_: object) -> None:
        states.append(state)
        on_start(f"http://127.0.0.1:{port}")

    monkeypatch.setattr(command_mock, "serve", serve)
    return states


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command, and return its exit code, output and errors."""
    result = CliRunner().invoke(application, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_main_without_a_package_of_the_extras_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "omni_drafts._cli.main", raising=False)
    monkeypatch.delitem(sys.modules, "omni_drafts._cli.mock", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert capsys.readouterr() == (
        "",
        "omni-drafts: rich.console is not installed; the command needs the extras: "
        "pip install 'omni-drafts[cli,mock]'\n",
    )


def test_command_without_a_subcommand_prints_its_help() -> None:
    _, out, err = run()
    assert "Work with drafts of Omni documents." in out + err


@pytest.mark.parametrize(
    "arguments", [["--port", "-1"], ["--port", "65536"], ["--rate-limit", "-1"], ["--rate-limit", "x"]]
)
def test_mock_with_a_wrong_number_exits_with_2(arguments: list[str], states: list[MockState]) -> None:
    assert run("mock", *arguments)[0] == 2
    assert states == []


@pytest.mark.parametrize(("rate_limit", "printed"), [("0", "(no rate limit)"), ("7", "(7 requests a minute)")])
@pytest.mark.parametrize("has_seed", [False, True])
def test_mock_with_a_rate_limit_serves_it(
    rate_limit: str, printed: str, has_seed: bool, states: list[MockState], tmp_path: Path
) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("documents: []\n")
    code, out, _ = run("mock", "--port", "0", "--rate-limit", rate_limit, *(["--seed", str(seed)] * has_seed))
    assert (code, [state.rate_limit for state in states]) == (0, [int(rate_limit)])
    assert printed in out


def test_mock_with_a_seed_that_is_missing_prints_one_line(states: list[MockState], tmp_path: Path) -> None:
    seed = tmp_path / f"[bold]{'long' * 40}.yaml"
    code, out, err = run("mock", "--port", "0", "--seed", str(seed))
    assert (code, out, states) == (2, "", [])
    assert err.startswith("omni-drafts: ")
    assert str(seed) in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("has_seed", [False, True])
def test_mock_with_a_missing_description_prints_one_line(has_seed: bool, tmp_path: Path) -> None:
    missing, seed = tmp_path / f"[bold]{'long' * 40}.json", tmp_path / "seed.yaml"
    seed.write_text("documents: []\n")
    code, out, err = run("mock", "--port", "0", "--description", str(missing), *(["--seed", str(seed)] * has_seed))
    assert (code, out) == (2, "")
    assert err == (
        f"omni-drafts: {missing}: No such file or directory; "
        "pass the openapi.json that `regenerate.py --output` writes\n"
    )
