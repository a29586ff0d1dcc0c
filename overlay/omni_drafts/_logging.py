"""Logging at the level of OMNI_LOG, to standard error unless the program has a handler."""

import logging
from collections.abc import Mapping

from omni_drafts._errors import ConfigurationError

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}


def configure_logging(environment: Mapping[str, str]) -> None:
    """Set the level of the logger if OMNI_LOG is set, and log to standard error without a handler of the program.

    Raises:
        ConfigurationError: If OMNI_LOG is not a level.
    """
    level = environment.get("OMNI_LOG", "").strip().lower()
    if not level:
        return
    if level not in _LEVELS:
        raise ConfigurationError(f"OMNI_LOG: {level!r} is not a level; use debug or info")
    logger = logging.getLogger("omni_drafts")
    logger.setLevel(_LEVELS[level])
    if not logger.hasHandlers():
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        handler.addFilter(_has_one_handler)  # the program may add its handler later
        logger.addHandler(handler)


def _has_one_handler(record: logging.LogRecord) -> bool:
    """Return whether a record goes to one handler alone."""
    logger = logging.getLogger(record.name)
    return len(logger.handlers) == 1 and not (logger.propagate and logging.getLogger().handlers)
