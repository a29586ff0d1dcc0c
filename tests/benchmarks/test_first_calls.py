"""First calls are measured with programs that check their result, each side against its own baseline."""

import sys
from pathlib import Path

import pytest

from benchmarks import first_calls
from benchmarks.rows import Aim
from benchmarks.workshop import Workshop


def test_measure_first_calls_has_the_overlay_with_certificate_authorities_and_its_aim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMNI_DESCRIPTIONS", raising=False)
    python, folder = Path(sys.executable), tmp_path / "other"
    folder.mkdir()
    workshop = Workshop(python, tmp_path, others={" @af599b7": Workshop(python, folder)})
    (row,) = first_calls.measure(workshop, runs=1)
    sides = ["httpx", "generated/", "overlay", "overlay @af599b7", "overlay, TLS", "as generated"]
    assert list(row.runs)[: len(sides)] == sides
    assert row.aims == (Aim("generated/", "httpx", 1.15), Aim("overlay, TLS", "generated/", 1.05))
