"""The types of arguments."""

import os
import ssl
from typing import TypeVar

import httpx

T = TypeVar("T")

Timeout = float | httpx.Timeout
"""Seconds to connect and for each read and write; or `httpx.Timeout`, which sets each apart."""

Verify = bool | str | os.PathLike[str] | ssl.SSLContext
"""`True` for the usual authorities; a PEM file, a folder of `.pem` files, or an SSL context."""

CheckpointFile = str | os.PathLike[str]
"""Path of a file that lets a bulk run resume."""
