"""Renames properties, parameters and classes whose Python names the generated code uses itself.

The names in requests and responses are unchanged: the generator has them beside the Python names.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, count
from typing import Any
from unittest.mock import patch

from attrs import evolve
from openapi_python_client import strings
from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import ParseError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty, Property, model_property
from openapi_python_client.strings import PythonIdentifier

_IN_MODELS = frozenset(("additional_keys", "additional_properties", "from_dict", "to_dict", "to_multipart"))
_IN_OPERATIONS = frozenset(("asyncio_detailed", "body", "client", "kwargs", "response", "sync_detailed"))
_IN_MODULES = frozenset(
    (
        "Any",
        "AuthenticatedClient",
        "BytesIO",
        "Client",
        "File",
        "FileTypes",
        "Literal",
        "Mapping",
        "Response",
        "T",
        "TypeVar",
        "UNSET",
        "UUID",
        "Unset",
    )
)


@contextmanager
def distinct_names() -> Iterator[None]:
    """Patch the generator, so that it reads a description whose names conflict.

    The generator has no setting for that.
    """
    check_parameters, sort_parameters = Endpoint._check_parameters_for_conflicts, Endpoint.sort_parameters
    resolve = model_property._resolve_naming_conflict

    def ignore_conflicts(endpoint: Endpoint, **more: Any) -> Endpoint:
        checked = check_parameters(endpoint, **more)
        return endpoint if isinstance(checked, ParseError) else checked

    def rename_and_sort(*, endpoint: Endpoint) -> Endpoint | ParseError:
        return sort_parameters(endpoint=_rename_parameters(endpoint))

    def resolve_if_possible(first: Property, second: Property, config: Config) -> None:
        resolve(first, second, config)

    with (
        patch.object(Endpoint, "_check_parameters_for_conflicts", ignore_conflicts),
        patch.object(Endpoint, "sort_parameters", staticmethod(rename_and_sort)),
        patch.object(model_property, "_resolve_naming_conflict", resolve_if_possible),
        patch.object(strings, "RESERVED_WORDS", strings.RESERVED_WORDS | _IN_MODULES),
    ):
        yield


def rename_properties(data: GeneratorData) -> None:
    """Rename each property that has the name of another property, or a name that its model uses."""
    for model in data.models:
        required, optional = model.required_properties or [], model.optional_properties or []
        renamed = _rename([*required, *optional], {*_IN_MODELS, *_IN_MODULES, *_imported(model)})
        model.required_properties, model.optional_properties = renamed[: len(required)], renamed[len(required) :]


def _rename_parameters(endpoint: Endpoint) -> Endpoint:
    located = [parameter for _, parameter in endpoint.iter_all_parameters()]
    used = {*_IN_OPERATIONS, *_imported(endpoint)}
    # The generator replaces the names in a path by Python names, one after the other.
    in_path = {parameter.name.get_untrusted_value() for parameter in endpoint.path_parameters}
    renamed = iter(_rename(located, used, in_path))
    kinds = ("path_parameters", "query_parameters", "header_parameters", "cookie_parameters")
    for kind in kinds:
        setattr(endpoint, kind, [next(renamed) for _ in getattr(endpoint, kind)])
    return endpoint


def _rename(properties: list[Property], used: Iterable[str], others: Collection[str] = ()) -> list[Property]:
    """Return the properties with distinct names.

    Args:
        properties: Properties in the order of the code.
        used: Names that the code uses.
        others: Names that only their own property may have.
    """
    unavailable, wanted = set(used), {str(item.python_name) for item in properties}
    renamed = []
    for item in properties:
        name, own = str(item.python_name), item.name.get_untrusted_value()
        if name in unavailable or (name in others and name != own):
            free = (f"{name}_{number or ''}" for number in chain([0], count(2)))
            name = next(other for other in free if other not in unavailable and other not in wanted | {*others})
        unavailable.add(name)
        is_same = name == item.python_name
        renamed.append(
            item if is_same else evolve(item, python_name=PythonIdentifier(name, "", skip_snake_case=True))
        )
    return renamed


def _imported(owner: ModelProperty | Endpoint) -> Iterator[str]:
    lines = [*(owner.relative_imports or ()), *(getattr(owner, "lazy_imports", None) or ())]
    for line in lines:
        yield from (name.strip() for name in line.partition("import ")[2].split(","))
