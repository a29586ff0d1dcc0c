"""Checks the client of a folder, in a process of its own, since it imports the client.

Each operation is asked for its request, each documented response is given to its parser, and each named schema
to its class: what does not arrive, or does not come back as it was, is missing. It shares nothing with the
repair, and reads the manifest only to find things.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from attrs import define, field

from openapi.conformance.client import Imported
from openapi.conformance.comparison import Comparison
from openapi.conformance.missing import MissingError
from openapi.conformance.omitted import passed_over
from openapi.conformance.requests import Requests
from openapi.conformance.responses import Answers
from openapi.reading.description import Document

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_THERE = {"operations": "generated", "responses": "typed", "schemas": "generated"}


def main() -> None:
    """Audit what the request on standard input names."""
    request = json.load(sys.stdin)
    sys.path.insert(0, request["folder"])
    json.dump(run(request["document"], Path(request["folder"])), sys.stdout)


def run(document: Document, folder: Path) -> Document:
    """Compare everything; give what is declared, what is there, and what is missing."""
    client = Imported.from_folder(document, folder)
    comparison = Comparison(client)
    requests, answers, tally = Requests(client, comparison), Answers(client, comparison), _Tally()
    for path, reference in document["paths"].items():
        item = {} if path.startswith("x-") else client.at(reference)
        for method in _METHODS:
            if method not in item:
                continue
            place, operation = f"{method.upper()} {path}", item[method]
            tally.count("operations", place, partial(requests.check, method, path, item))
            for status, response in operation.get("responses", {}).items():
                if status.startswith("x-"):
                    continue
                check = partial(answers.check, method, path, operation, status, response)
                tally.count("responses", f"{place} {status}", check)
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        tally.count("schemas", f"#/components/schemas/{name}", partial(answers.check_schema, name, schema))
    return tally.told() | {"passed_over": passed_over(document)}


@define
class _Tally:
    _declared: dict[str, int] = field(factory=lambda: dict.fromkeys(_THERE, 0), init=False)
    _missing: dict[str, list[str]] = field(factory=lambda: {kind: [] for kind in _THERE}, init=False)

    def count(self, kind: str, place: str, check: Callable[[], None]) -> None:
        self._declared[kind] += 1
        try:
            check()
        except MissingError as error:
            self._missing[kind].append(_one_line(f"{place}: {error}"))
        except Exception as error:  # noqa: BLE001 - whatever the client raises, the thing is not there
            self._missing[kind].append(_one_line(f"{place}: {type(error).__name__}: {error}"))

    def told(self) -> Document:
        return {
            kind: {
                "declared": self._declared[kind],
                there: self._declared[kind] - len(self._missing[kind]),
                "missing": self._missing[kind],
            }
            for kind, there in _THERE.items()
        }


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


if __name__ == "__main__":
    main()
