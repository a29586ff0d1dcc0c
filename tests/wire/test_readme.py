"""The README's examples, run as they stand but for the address and the token."""

import re
from pathlib import Path

from omni_drafts.mock import MockServer


def test_the_examples_run(root: Path, mock: MockServer) -> None:
    mock.state.add_document("12db1a0a")
    examples = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 2
    real = 'Omni(instance="blobsrus", token="...")'
    assert real in examples[0]
    for example in examples:
        code = example.replace(real, f'Omni(base_url="{mock.base_url}", token="editor-token")')
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own
    assert len(mock.state.documents) == 2
