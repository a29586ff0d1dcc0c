"""The README's examples, with another address, token and rate-limit storage."""

import re
from pathlib import Path

import pytest

from omni_drafts.mock import MockServer

PLACEHOLDERS = (
    r'instance="blobsrus", token="\.\.\."',
    r'"https://blobsrus\.omniapp\.co/api", token="\.\.\."',
    r"sqlite:///[^\"]+",
)


def test_readme_examples_run(root: Path, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # one example writes a checkpoint
    for identifier in ("12db1a0a", "b2a54eb1"):
        mock.state.add_document(identifier)
    values = (
        f'base_url="{mock.base_url}", token="editor-token"',
        f'"{mock.api_url}", token="editor-token"',
        f"sqlite:///{tmp_path / 'rate-limit'}",
    )
    examples = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 4
    for placeholder, value in zip(PLACEHOLDERS, values, strict=True):
        examples = [re.sub(placeholder, value, example) for example in examples]
    assert [example for example in examples if "blobsrus" in example] == []
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own
    assert len(mock.state.documents) == 3
    assert {draft.document_identifier for draft in mock.state.drafts} == {"12db1a0a", "b2a54eb1"}
