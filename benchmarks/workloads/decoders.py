"""Decoders of a list of drafts, each from bytes to the values that the user of a client gets."""

import importlib
import json
import typing
from collections.abc import Callable

import httpx

Decode = Callable[[bytes], object]


def json_loads() -> Decode:
    """Return a decoder to dicts without types."""
    return json.loads


def generated(package: str) -> Decode:
    """Return the parser of a client of openapi-python-client."""
    operation = importlib.import_module(f"{package}.api.documents.list_document_drafts")
    client = importlib.import_module(package).Client(base_url="")

    def decode(content: bytes) -> object:
        return operation._parse_response(client=client, response=httpx.Response(200, content=content))

    return decode


def openapi_generator(package: str) -> Decode:
    """Return the parser of a client of openapi-generator."""
    documents = importlib.import_module(f"{package}.api.documents_api").DocumentsApi
    client = importlib.import_module(f"{package}.api_client").ApiClient()
    (model,) = typing.get_args(typing.get_type_hints(documents.list_document_drafts)["return"])
    return lambda content: client.deserialize(content.decode(), f"List[{model.__name__}]", "application/json")


DECODERS: dict[str, Callable[[], Decode]] = {
    "json.loads": json_loads,
    "generated/": lambda: generated("omni_api_client"),
    "as generated": lambda: generated("as_generated"),
    "openapi-generator": lambda: openapi_generator("openapi_generator_client"),
}
