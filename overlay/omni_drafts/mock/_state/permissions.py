"""Permissions of a token on a document."""

import enum


class Permission(enum.IntEnum):
    """Permission of a token on a document. Each one includes those before it."""

    NONE = 0
    VIEWER = 1
    EDITOR = 2
