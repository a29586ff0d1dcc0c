"""Loading of a description from a document, from a JSON file or from the package."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.errors import DescriptionError
from omni_drafts.mock._description.schemas import build_schemas
from omni_drafts.mock._description.structure import find_structure_error

_REMEDY = "pass the openapi.json that `regenerate.py --output` writes"


def load_description(description: Mapping[str, Any] | Path | str | None = None) -> Description:
    """Return a repaired description.

    Args:
        description: Document, or path of its JSON file. The default is the description of the package.

    Raises:
        DescriptionError: If the file cannot be read, or is not a description. The message is one line.
    """
    if isinstance(description, Mapping):
        return Description(build_schemas(description))
    if description is None:
        packaged = files("omni_drafts.mock").joinpath("openapi.json")
        return Description(build_schemas(json.loads(packaged.read_text("utf-8"))))
    file = Path(description)
    try:
        document = json.loads(file.read_text("utf-8"))
        problem = find_structure_error(document)
        if problem is None:
            return Description(build_schemas(document))
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except json.JSONDecodeError as error:
        problem = f"line {error.lineno}: not JSON: {error.msg}"
    except UnicodeDecodeError:
        problem = "not UTF-8"
    except RecursionError:
        problem = "nested too deeply"
    raise DescriptionError(f"{file}: {problem}; {_REMEDY}")
