"""The permissions that a file, and its folder, must have."""

import os
from pathlib import Path

import pytest

from omni_drafts import ConfigurationError
from omni_drafts._paths import check_file_path


@pytest.mark.parametrize(
    ("path", "permission"), [(".", os.W_OK), (".", os.X_OK), ("limits", os.R_OK), ("limits", os.W_OK)]
)
def test_check_file_path_without_one_permission_raises(
    path: str, permission: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "limits").touch()
    monkeypatch.setattr(os, "access", lambda checked, mode: checked != tmp_path / path or not mode & permission)
    with pytest.raises(ConfigurationError, match=r"^setting: .* not (readable and )?writable"):
        check_file_path(tmp_path / "limits", "setting")
