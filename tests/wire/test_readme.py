"""The README's examples, run as they stand but for the address and the token."""

import re
from pathlib import Path

from omni_drafts.mock import MockServer


def test_the_examples_run(root: Path, mock: MockServer) -> None:
    mock.state.add_document("12db1a0a")
    examples = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 3
    here = {
        'Omni(instance="blobsrus", token="...")': f'Omni(base_url="{mock.base_url}", token="editor-token")',
        '"https://blobsrus.omniapp.co/api", token="..."': f'"{mock.api_url}", token="editor-token"',
    }
    for example, (real, ours) in zip(examples, here.items(), strict=False):
        assert real in example
        exec(compile(example.replace(real, ours), "README.md", "exec"), {})  # noqa: S102 - our own
    exec(compile(examples[-1], "README.md", "exec"), {})  # noqa: S102 - our own
    assert len(mock.state.documents) == 2
