"""What a path of a description says apart from the names of its parameters, and those names."""

import re

_PARAMETER = re.compile(r"\{([^/{}]*)\}")


def path_shape(path: str) -> str:
    """Give a path without the names of its parameters."""
    return _PARAMETER.sub("{}", path)


def names_in(path: str) -> list[str]:
    """Give the names of a path's parameters, in their order."""
    return _PARAMETER.findall(path)
