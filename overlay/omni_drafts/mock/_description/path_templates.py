"""Path templates of OpenAPI, and operation shapes that are the same in every description."""

import re

TEMPLATE_VARIABLE = re.compile(r"\{([^{}]*)\}")
"""Variable of a path template or of a server URL, such as `{documentId}`."""

_API_PREFIX = re.compile(r"^/api(?=/)")


def operation_shape(method: str, path: str) -> str:
    """Return the shape of an operation, such as `post /v1/documents/{}`.

    It is the same for all names of path parameters, and with or without a leading `/api`.
    """
    return f"{method.lower()} {TEMPLATE_VARIABLE.sub('{}', _API_PREFIX.sub('', path))}"
