"""The tests of the client, held to what they are for: a client that is spoiled in one place is caught."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve, frozen

from conftest import ROOT
from contract.client.contract import Contract
from openapi.conformance.description import Operation
from openapi.conformance.generated_client import GeneratedClient


@frozen
class Spoiled:
    """A mistake in a client: what stood in a file of it, and what stands there now; and what is to catch it."""

    check: Callable[[Contract, Operation], None]
    file: str
    right: str
    wrong: str


SENT, READ, REFUSED = Contract.check_requests, Contract.check_responses, Contract.check_mistakes
WRITES, READS = "_operations.py", "_decoders.py"
SPOILED = {
    "another method": Spoiled(SENT, WRITES, '"method": self._method', '"method": "trace"'),
    "a query of another name": Spoiled(SENT, WRITES, "query[parameter.name] = value", 'query["q"] = value'),
    "a path that is not escaped": Spoiled(SENT, WRITES, 'quote(text, safe="")', "quote(text)"),
    "a path that leads elsewhere": Spoiled(SENT, WRITES, '("", ".", "..")', '("", ".")'),
    "a required property not missed": Spoiled(SENT, READS, "if value.__class__ is not Unset", "if value"),
    "a moment cut to the second": Spoiled(
        READ, READS, ", datetime.fromisoformat, str", ", lambda text: datetime.fromisoformat(text[:19]), str"
    ),
    "a UUID that stays text": Spoiled(READ, READS, 'Converted("a UUID", UUID, _to_uuid, str)', "Scalar(str)"),
    "others that are lost": Spoiled(READ, READS, "values[name] = self._additional", "self._additional"),
    "null for a text": Spoiled(
        REFUSED, READS, "if value.__class__ in self.json_types:", "if value is None or value.__class__ is str:"
    ),
    "a closed enum": Spoiled(
        REFUSED,
        READS,
        "self.decode: Decode = Scalar(*self.json_types).decode",
        "self.decode = {member: member for member in members}.__getitem__",
    ),
    "a place without its index": Spoiled(REFUSED, READS, "error.within(len(items))", "error.within(0)"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_client_that_is_spoiled_in_one_place_is_caught(
    name: str, contracts: Callable[[Path], Contract], tmp_path: Path
) -> None:
    spoiled = SPOILED[name]
    contract = _spoiled(contracts(ROOT / "openapi.yaml"), spoiled, tmp_path)
    assert any(_fails(spoiled, contract, operation) for operation in contract.description.operations)
    contract.generated.close()


def test_a_copy_that_is_as_it_was_is_not(contracts: Callable[[Path], Contract], tmp_path: Path) -> None:
    same = evolve(SPOILED["another method"], wrong='"method": self._method')
    contract = _spoiled(contracts(ROOT / "openapi.yaml"), same, tmp_path)
    for check in (SENT, READ, REFUSED):
        assert not any(_fails(evolve(same, check=check), contract, one) for one in contract.description.operations)
    contract.generated.close()


def _spoiled(own: Contract, spoiled: Spoiled, folder: Path) -> Contract:
    """Spoil a copy of the client, and draw nothing beside what is chosen."""
    shutil.copytree(ROOT / "generated", folder / "client")
    file = folder / "client" / own.generated.manifest["package"] / spoiled.file
    text = file.read_text("utf-8")
    assert text.count(spoiled.right) == 1
    file.write_text(text.replace(spoiled.right, spoiled.wrong), "utf-8")
    generated = GeneratedClient.from_folder(folder / "client", f"spoiled_{folder.name}", own.generated.runner)
    return evolve(own, generated=generated, drawn=0)


def _fails(spoiled: Spoiled, contract: Contract, operation: Operation) -> bool:
    try:
        spoiled.check(contract, operation)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - a spoiled client may raise anything
        return True
    return False
