"""Loading of a description from a document, from a JSON file or from the package."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.schemas import build_schemas


def load_description(description: Mapping[str, Any] | Path | str | None = None) -> Description:
    """Return a repaired description.

    Args:
        description: Document, or path of its JSON file. The default is the description of the package.
    """
    if isinstance(description, Mapping):
        return Description(build_schemas(description))
    source = files("omni_drafts.mock").joinpath("openapi.json") if description is None else Path(description)
    return Description(build_schemas(json.loads(source.read_text("utf-8"))))
