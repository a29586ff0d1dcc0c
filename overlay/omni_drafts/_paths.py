"""Paths of files that the client writes."""

import os
from pathlib import Path

from omni_drafts._errors import ConfigurationError


def check_file_path(path: str | os.PathLike[str], setting: str) -> Path:
    """Return the absolute path of a file that exists or can be created.

    Args:
        path: Path of the file; `~` is the home directory.
        setting: Name of the setting, for the error.

    Raises:
        ConfigurationError: If no file can be there.
    """
    try:
        file = Path(path).expanduser().absolute()
        is_file = bool(os.fspath(path)) and "\0" not in str(file) and not file.is_dir()
        has_folder = file.parent.is_dir()
    except (OSError, RuntimeError, TypeError, ValueError) as error:  # an unknown home, or a name that is too long
        raise ConfigurationError(f"{setting}: {path!r} is not the path of a file: {error}") from error
    if not is_file or not has_folder:
        raise ConfigurationError(f"{setting}: {path!r} is not a file in an existing folder ({file})")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise ConfigurationError(f"{setting}: the folder of {file} is not writable")
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        raise ConfigurationError(
            f"{setting}: {file} is not readable and writable for this user; use one file for each user"
        )
    return file
