"""Logging to standard error at the level of OMNI_LOG."""

import logging
from collections.abc import Mapping

from omni_drafts._errors import ConfigurationError

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
_HANDLER = "OMNI_LOG"


def configure_logging(environment: Mapping[str, str]) -> None:
    """Log to standard error if OMNI_LOG is set; the second client of a process changes nothing.

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
    if all(handler.name != _HANDLER for handler in logger.handlers):
        handler = logging.StreamHandler()
        handler.set_name(_HANDLER)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
