"""Names operations so that they are the same in every description."""

import re

VARIABLE = re.compile(r"\{([^{}]*)\}")
"""What stands for a value in a path, or in the address of a server."""

_PREFIX = re.compile(r"^/api(?=/)")


def operation_shape(method: str, path: str) -> str:
    """Name an operation, with or without `/api`, whatever its path parameters are called: `post /v1/documents/{}`."""
    return f"{method.lower()} {VARIABLE.sub('{}', _PREFIX.sub('', path))}"
