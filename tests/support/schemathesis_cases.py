"""Rules of valid requests that a description of the API cannot express, for schemathesis."""

import itertools
from typing import Any

import schemathesis

_COUNT = itertools.count(1)


def name_anew(case: schemathesis.Case[Any]) -> None:
    """Add a suffix to the identifier of each document that is to be created, so that it is free.

    The one that an earlier request took is refused, and rightly, although the description allows it: whether it is
    free depends on the state. What is added keeps an identifier as valid, or as wrong, as it was.
    """
    if case.operation.label == "POST /v1/documents" and isinstance(case.body, dict):
        identifier = case.body.get("identifier")
        if isinstance(identifier, str) and identifier:
            case.body = case.body | {"identifier": f"{identifier}-{next(_COUNT)}"}
