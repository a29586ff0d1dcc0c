"""Names operations so that they are the same in every description."""

import re

_VARIABLE = re.compile(r"\{[^{}]*\}")


def operation_shape(method: str, path: str) -> str:
    """Name an operation, with or without `/api`, whatever its path parameters are called: `post /v1/documents/{}`."""
    return f"{method.lower()} {_VARIABLE.sub('{}', path.removeprefix('/api'))}"
