"""The README's examples, run as they stand but for the address and the token."""

import re
from pathlib import Path

import pytest

from omni_drafts.mock import MockServer


def test_the_examples_run(root: Path, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # one of them keeps a file
    for identifier in ("12db1a0a", "b2a54eb1"):
        mock.state.add_document(identifier)
    examples = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 4
    ours = {
        'instance="blobsrus", token="..."': f'base_url="{mock.base_url}", token="editor-token"',
        '"https://blobsrus.omniapp.co/api", token="..."': f'"{mock.api_url}", token="editor-token"',
        "file:/var/tmp/omni-turns": "file:omni-turns",
    }
    for example in examples:
        assert ("blobsrus" in example) is any(real in example for real in ours)
        for real, here in ours.items():
            example = example.replace(real, here)
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own
    assert len(mock.state.documents) == 3
    assert {draft.document_identifier for draft in mock.state.drafts} == {"12db1a0a", "b2a54eb1"}
