"""Paths of a description without the names of their parameters, and these names."""

import re

_PARAMETER = re.compile(r"\{([^/{}]*)\}")


def path_shape(path: str) -> str:
    """Return a path without the names of its parameters."""
    return _PARAMETER.sub("{}", path)


def parameter_names(path: str) -> list[str]:
    """Return the names of the parameters of a path, in their order."""
    return _PARAMETER.findall(path)
