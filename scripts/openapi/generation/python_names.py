"""Gives properties, parameters and classes Python names that the generated code has no other use for.

On the wire they stay as they are: the generator keeps each name beside the Python one that it makes of it.
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
def names_kept_apart() -> Iterator[None]:
    """Let the generator read a description whose names it would mix up, or give up at.

    It has no setting for that, so what it does about names is changed for as long as it reads.
    """
    check_parameters, sort_parameters = Endpoint._check_parameters_for_conflicts, Endpoint.sort_parameters
    resolve = model_property._resolve_naming_conflict

    def go_on(endpoint: Endpoint, **more: Any) -> Endpoint:
        checked = check_parameters(endpoint, **more)
        return endpoint if isinstance(checked, ParseError) else checked

    def name_then_sort(*, endpoint: Endpoint) -> Endpoint | ParseError:
        return sort_parameters(endpoint=_with_parameters_apart(endpoint))

    def try_to_resolve(first: Property, second: Property, config: Config) -> None:
        resolve(first, second, config)

    with (
        patch.object(Endpoint, "_check_parameters_for_conflicts", go_on),
        patch.object(Endpoint, "sort_parameters", staticmethod(name_then_sort)),
        patch.object(model_property, "_resolve_naming_conflict", try_to_resolve),
        patch.object(strings, "RESERVED_WORDS", strings.RESERVED_WORDS | _IN_MODULES),
    ):
        yield


def name_properties_apart(data: GeneratorData) -> None:
    """Rename what the generator left with a name that is another property's, or the model's own."""
    for model in data.models:
        required, optional = model.required_properties or [], model.optional_properties or []
        renamed = _apart([*required, *optional], {*_IN_MODELS, *_IN_MODULES, *_imported(model)})
        model.required_properties, model.optional_properties = renamed[: len(required)], renamed[len(required) :]


def _with_parameters_apart(endpoint: Endpoint) -> Endpoint:
    located = [parameter for _, parameter in endpoint.iter_all_parameters()]
    used = {*_IN_OPERATIONS, *_imported(endpoint)}
    # The generator writes a path's Python names in place of its own, one after the other.
    in_path = {parameter.name.get_untrusted_value() for parameter in endpoint.path_parameters}
    renamed = iter(_apart(located, used, in_path))
    kinds = ("path_parameters", "query_parameters", "header_parameters", "cookie_parameters")
    for kind in kinds:
        setattr(endpoint, kind, [next(renamed) for _ in getattr(endpoint, kind)])
    return endpoint


def _apart(properties: list[Property], used: Iterable[str], others: Collection[str] = ()) -> list[Property]:
    """Give each its name if that is free, else one that is neither used nor another's."""
    taken, wanted = set(used), {str(item.python_name) for item in properties}
    renamed = []
    for item in properties:
        name, own = str(item.python_name), item.name.get_untrusted_value()
        if name in taken or (name in others and name != own):
            free = (f"{name}_{number or ''}" for number in chain([0], count(2)))
            name = next(other for other in free if other not in taken and other not in wanted | {*others})
        taken.add(name)
        keeps = name == item.python_name
        renamed.append(item if keeps else evolve(item, python_name=PythonIdentifier(name, "", skip_snake_case=True)))
    return renamed


def _imported(owner: ModelProperty | Endpoint) -> Iterator[str]:
    lines = [*(owner.relative_imports or ()), *(getattr(owner, "lazy_imports", None) or ())]
    for line in lines:
        yield from (name.strip() for name in line.partition("import ")[2].split(","))
