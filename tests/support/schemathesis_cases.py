"""Rules of valid requests that a description of the API cannot express, for schemathesis."""

import itertools
from typing import Any

import schemathesis

_COUNT = itertools.count(1)


def make_identifier_unique(case: schemathesis.Case[Any]) -> None:
    """Add a suffix to the identifier of each document that is to be created, so that it is free.

    The server refuses the identifier of an earlier request, although the description allows it. A valid identifier
    with the suffix is still valid, and a wrong one still wrong.
    """
    if case.operation.label == "POST /v1/documents" and isinstance(case.body, dict):
        identifier = case.body.get("identifier")
        if isinstance(identifier, str) and identifier:
            case.body = case.body | {"identifier": f"{identifier}-{next(_COUNT)}"}
