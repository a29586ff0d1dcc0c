"""Audit of the client of a folder, in a process of its own, since it imports the client.

Each operation sends chosen requests, each documented response is parsed, and the class of each named schema reads
the schema's values. Operations, responses and schemas that do not keep them are missing.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, field

from openapi.conformance.comparison import Comparison
from openapi.conformance.description import Description, Operation, Schema
from openapi.conformance.exchange import DirectExchange
from openapi.conformance.generated_client import GeneratedClient
from openapi.conformance.missing import MissingError
from openapi.conformance.omitted import passed_over
from openapi.conformance.requests import Requests
from openapi.conformance.responses import Responses
from openapi.conformance.schemas import Structure
from openapi.conformance.values import Values
from openapi.conformance.wire import name_of
from openapi.reading.description import Document

_PRESENT = {"operations": "generated", "responses": "typed", "schemas": "generated"}
_VARIETY = 2
"""Number of strings and of numbers for one schema: regeneration has to stay quick."""


def main() -> None:
    """Audit the client of the folder that is named on standard input."""
    request = json.load(sys.stdin)
    json.dump(run(request["document"], Path(request["folder"])), sys.stdout)


def run(document: Document, folder: Path, name: str = "audited_client") -> Document:
    """Return numbers of what is declared and present, and messages of what is missing.

    Args:
        document: Description of the client.
        folder: Folder of the client's package and manifest.
        name: Name that the package is imported as.
    """
    description = Description.from_document(document)
    generated = GeneratedClient.from_folder(folder, name, None)
    structure, exchange = Structure(description), DirectExchange(generated)
    audit = _Audit(Values(description, structure, variety=_VARIETY))
    comparison = Comparison(description, structure, generated)
    requests = Requests(generated, comparison, exchange)
    responses = Responses(generated, comparison, exchange, audit.values_of)
    for operation in description.operations:
        audit.count("operations", str(operation), partial(audit.check_requests, requests, operation))
        for response in operation.responses:
            check = partial(responses.check, operation, response)
            audit.count("responses", f"{operation} {response.status}", check)
    for name, schema in description.schemas.items():
        audit.count("schemas", f"#/components/schemas/{name}", partial(responses.check_schema, name, schema))
    return audit.report() | {"passed_over": passed_over(document)}


@define
class _Audit:
    _values: Values
    _declared: dict[str, int] = field(factory=lambda: dict.fromkeys(_PRESENT, 0), init=False)
    _missing: dict[str, list[str]] = field(factory=lambda: {kind: [] for kind in _PRESENT}, init=False)

    def check_requests(self, requests: Requests, operation: Operation) -> None:
        requests.check_declaration(operation)
        for parameter in operation.parameters:
            self.values_of(parameter["schema"], name_of(parameter))
        for request in self.values_of(operation.request, "its request"):
            requests.check(operation, request)

    def values_of(self, schema: Schema, what: str) -> list[Any]:
        values = self._values.chosen(schema)
        if not values:
            raise MissingError(f"{what}: no value can be built of its schema")
        return values

    def count(self, kind: str, what: str, check: Callable[[], None]) -> None:
        self._declared[kind] += 1
        try:
            check()
        except Exception as error:  # noqa: BLE001 - whatever the client raises, something is missing
            name = "" if isinstance(error, MissingError) else f"{type(error).__name__}: "
            self._missing[kind].append(" ".join(f"{what}: {name}{error}".split())[:500])

    def report(self) -> Document:
        return {
            kind: {
                "declared": self._declared[kind],
                present: self._declared[kind] - len(self._missing[kind]),
                "missing": self._missing[kind],
            }
            for kind, present in _PRESENT.items()
        }


if __name__ == "__main__":
    main()
