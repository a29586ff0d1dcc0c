"""A client with one fault is caught by the contract tests, and by the audit where that checks the same."""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve, frozen

from conftest import ROOT
from contract.client.contract import Contract
from contract.sources import EVERYTHING, OWN
from openapi.conformance.__main__ import run
from openapi.conformance.description import Operation
from openapi.conformance.generated_client import GeneratedClient


@frozen
class Fault:
    """A fault of a client.

    Attributes:
        check: Check that catches it.
        file: File of the client's package.
        right: Text of the file.
        wrong: Text in its place.
        source: Description of the client.
        count: Number of times that the text is in the file.
    """

    check: Callable[[Contract, Operation], None]
    file: str
    right: str
    wrong: str
    source: Path = OWN
    count: int = 1


SENT, READ, REFUSED = Contract.check_requests, Contract.check_responses, Contract.check_mistakes
WRITES, READS = "_operations.py", "_decoders.py"
AUDITED = {
    "another method": Fault(SENT, WRITES, '"method": self._method', '"method": "trace"'),
    "a query of another name": Fault(SENT, WRITES, "query[parameter.name] = value", 'query["q"] = value'),
    "an unescaped path": Fault(SENT, WRITES, 'quote(text, safe="")', "quote(text)"),
    "an optional property always sent": Fault(SENT, READS, "if value.__class__ is not Unset", "if value"),
    "another default": Fault(
        SENT, "api/things/get_part.py", "page: int | Unset = 1,", "page: int | Unset = 2,", EVERYTHING, 5
    ),
    "another content type": Fault(
        SENT, "api/things/merge_thing.py", '"application/merge-patch+json"', '"application/json"', EVERYTHING
    ),
    "another style": Fault(
        SENT, "api/things/get_part.py", '"piped", "query", "pipeDelimited"', '"piped", "query", "form"', EVERYTHING
    ),
    "a date-time cut to seconds": Fault(
        READ, READS, ", datetime.fromisoformat, str", ", lambda text: datetime.fromisoformat(text[:19]), str"
    ),
    "a UUID that stays a string": Fault(READ, READS, 'Converted("a UUID", UUID, _to_uuid, str)', "Scalar(str)"),
    "dropped additional properties": Fault(READ, READS, "values[name] = self._additional", "self._additional"),
}
NOT_AUDITED = {
    "a path that leads elsewhere": Fault(SENT, WRITES, '("", ".", "..")', '("", ".")'),
    "null for a string": Fault(
        REFUSED, READS, "if value.__class__ in self.json_types:", "if value is None or value.__class__ is str:"
    ),
    "a closed enum": Fault(
        REFUSED,
        READS,
        "self.decode: Decode = Scalar(*self.json_types).decode",
        "self.decode = {member: member for member in members}.__getitem__",
    ),
    "a pointer without its index": Fault(REFUSED, READS, "error.within(len(items))", "error.within(0)"),
}
FAULTS = AUDITED | NOT_AUDITED


@pytest.fixture
def faulty(
    request: pytest.FixtureRequest, contracts: Callable[[Path], Contract], tmp_path: Path
) -> Iterator[tuple[Fault, Contract, Path]]:
    """Create a copy of a client with a fault, whose contract draws no values."""
    fault: Fault = request.param
    contract = contracts(fault.source)
    folder, name = tmp_path / "client", f"faulty_{tmp_path.name}"
    package = Path(contract.generated.package.__path__[0])
    shutil.copytree(package, folder / contract.generated.manifest["package"])
    shutil.copy((ROOT / "generated" if fault.source == OWN else package.parent) / "manifest.json", folder)
    file = folder / contract.generated.manifest["package"] / fault.file
    text = file.read_text("utf-8")
    assert text.count(fault.right) == fault.count
    file.write_text(text.replace(fault.right, fault.wrong), "utf-8")
    importlib.invalidate_caches()
    generated = GeneratedClient.from_folder(folder, name, contract.generated.runner)
    yield fault, evolve(contract, generated=generated, drawn=0), folder
    generated.close()
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]


@pytest.mark.parametrize("faulty", FAULTS.values(), ids=FAULTS, indirect=True)
def test_contract_faulty_client_fails(faulty: tuple[Fault, Contract, Path]) -> None:
    fault, contract, _ = faulty
    assert any(_fails(fault.check, contract, operation) for operation in contract.description.operations)


@pytest.mark.parametrize("faulty", AUDITED.values(), ids=AUDITED, indirect=True)
def test_audit_faulty_client_is_missing_something(faulty: tuple[Fault, Contract, Path]) -> None:
    _, contract, folder = faulty
    report = run(contract.description.document, folder, contract.generated.name)
    assert report["operations"]["missing"] or report["responses"]["missing"]


UNCHANGED = evolve(FAULTS["another method"], wrong='"method": self._method')
UNCHANGED_COPIES = {"own": UNCHANGED, "everything": evolve(UNCHANGED, source=EVERYTHING)}


@pytest.mark.parametrize("check", [SENT, READ, REFUSED])
@pytest.mark.parametrize("faulty", UNCHANGED_COPIES.values(), ids=UNCHANGED_COPIES, indirect=True)
def test_contract_unchanged_client_passes(
    check: Callable[[Contract, Operation], None], faulty: tuple[Fault, Contract, Path]
) -> None:
    _, contract, _ = faulty
    assert not any(_fails(check, contract, operation) for operation in contract.description.operations)


@pytest.mark.parametrize("faulty", UNCHANGED_COPIES.values(), ids=UNCHANGED_COPIES, indirect=True)
def test_audit_unchanged_client_is_missing_nothing(faulty: tuple[Fault, Contract, Path]) -> None:
    _, contract, folder = faulty
    report = run(contract.description.document, folder, contract.generated.name)
    assert [report[kind]["missing"] for kind in ("operations", "responses", "schemas")] == [[], [], []]


def _fails(check: Callable[[Contract, Operation], None], contract: Contract, operation: Operation) -> bool:
    try:
        check(contract, operation)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - a faulty client may raise anything
        return True
    return False
