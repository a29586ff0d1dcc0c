"""Decoders of the generated client: the choice between several decoders or content types, and the decoding of scalars."""

from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_api_client._decoders import (
    ANYTHING,
    INTEGER,
    STRING,
    UUID_STRING,
    ArrayOf,
    Decoder,
    Members,
    Model,
    OneOf,
    Properties,
    Property,
)
from omni_api_client._operations import Body, Content, DocumentedResponse, Operation
from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_api_client.models import DocumentDraft, DocumentDraftBranch, Error
from omni_api_client.types import File

BRANCH = Model("document_draft_branch", "DocumentDraftBranch")
ERROR = Model("error", "Error")


@pytest.mark.parametrize("decoder", [OneOf(BRANCH, ERROR), OneOf(ERROR, BRANCH)])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"error": "404", "message": "missing"}, Error),
        ({"name": "main", "error": "404", "message": "missing"}, Error),
        ({"name": "main"}, DocumentDraftBranch),
    ],
)
def test_one_of_two_classes_decodes_the_one_with_more_known_properties(
    source: dict[str, str], expected: type, decoder: Decoder
) -> None:
    assert type(decoder.decode(source)) is expected


@pytest.mark.parametrize("order", [1, -1])
def test_one_of_two_classes_counts_no_property_within_an_unknown_one(order: int) -> None:
    decoder = OneOf(
        *(Model("document_draft", "DocumentDraft"), Model("document_draft_created_by", "DocumentDraftCreatedBy"))[
            ::order
        ]
    )
    assert isinstance(decoder.decode({"branch": {"a": 1, "b": [2, 3]}}), DocumentDraft)


@pytest.mark.parametrize("order", [1, -1])
def test_one_of_a_class_and_anything_decodes_the_class_with_a_known_property(order: int) -> None:
    decoder = OneOf(*(BRANCH, ANYTHING)[::order])
    assert isinstance(decoder.decode({"name": "main", "a": 1, "b": 2}), DocumentDraftBranch)


@pytest.mark.parametrize(
    "decoder", [OneOf(ArrayOf(STRING), ArrayOf(BRANCH)), OneOf(ArrayOf(BRANCH), ArrayOf(STRING))]
)
def test_one_of_decoders_that_all_fail_raises_the_deepest_error(decoder: Decoder) -> None:
    with pytest.raises(InvalidContentError, match=r"^/0/id: an integer, where a UUID is documented$"):
        decoder.decode([{"id": 5}])


@pytest.mark.parametrize("decoders", [(STRING, UUID_STRING, ANYTHING), (ANYTHING, UUID_STRING, STRING)])
@pytest.mark.parametrize(
    ("text", "expected"),
    [("3c90c3cc-0d44-4b50-8888-8dd25736052a", UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")), ("main", "main")],
)
def test_one_of_text_uuid_and_anything_decodes_the_most_specific(
    text: str, expected: object, decoders: tuple[Decoder, ...]
) -> None:
    assert OneOf(*decoders).decode(text) == expected


def test_distance_of_a_more_specific_decoder_is_less() -> None:
    assert Members("a").distance("a") < STRING.distance("a") < Members("b").distance("a")
    assert Properties(additional=STRING).distance({"a": "b"}) < Properties(additional=ANYTHING).distance({"a": "b"})


def test_distance_of_a_known_property_with_wrong_values_is_less_than_of_an_unknown_one() -> None:
    source = {"parts": ["c"] * 5, "kind": "add"}
    add, remove = Members("add"), Members("remove")
    listed = Properties(Property("parts", "parts", ArrayOf(Members("a"))), Property("kind", "kind", add))
    nameless = Properties(Property("kind", "kind", remove), additional=ANYTHING)
    assert listed.distance(source) < nameless.distance(source)


def test_distance_of_another_constant_is_more_than_of_any_number_of_unknown_properties() -> None:
    source = {"type": "organization", "groups": ["a"] * 1000, "name": "b"}
    kind = Property("type", "type", Members("organization"))
    organization = Properties(kind, additional=ANYTHING)
    group = Properties(
        Property("type", "type", Members("group")),
        Property("groups", "groups", ArrayOf(STRING)),
        Property("name", "name", STRING),
    )
    assert organization.distance(source) < group.distance(source)


def test_distance_of_a_missing_constant_is_not_that_of_another() -> None:
    assert Properties(Property("type", "type", Members("group"))).distance({}) == 0


def test_distance_of_a_list_grows_with_its_items() -> None:
    assert ArrayOf(STRING).distance(["c"]) < ArrayOf(STRING).distance(["c", "c"]) < ANYTHING.distance(["c"])


@pytest.mark.parametrize("decoder", [Members(1, "a"), INTEGER])
def test_number_does_not_accept_true(decoder: Decoder) -> None:
    assert not decoder.accepts(True)


def test_integer_decodes_a_whole_number_with_a_point_as_int() -> None:
    number = INTEGER.decode(1.0)
    assert (number, type(number)) == (1, int)


@pytest.mark.parametrize("wrong", [1.5, True, float("inf")])
def test_integer_of_another_value_raises(wrong: object) -> None:
    with pytest.raises(InvalidContentError):
        INTEGER.decode(wrong)


@pytest.mark.parametrize("text", ["0" * 31, "0" * 33, "", "{" + "0" * 31 + "}"])
def test_uuid_without_32_digits_raises(text: str) -> None:
    with pytest.raises(InvalidContentError, match="where a UUID is documented"):
        UUID_STRING.decode(text)


def test_uuid_may_have_braces() -> None:
    assert UUID_STRING.decode("{" + "0" * 32 + "}") == UUID(int=0)


OPERATION = Operation(
    "get",
    "/a",
    responses=(
        DocumentedResponse(
            200,
            200,
            Content("application/json", "json", STRING),
            Content("text/csv", "text", STRING),
            Content("image/*", "bytes", ANYTHING),
        ),
    ),
)


def parse(content: bytes, content_type: str) -> Any:
    """Return the parsed content of a response."""
    headers = {"Content-Type": content_type} if content_type else {}
    return OPERATION.parse(httpx.Response(200, content=content, headers=headers), raise_on_unexpected_status=True)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [("application/json; charset=utf-8", "a"), ("Text/CSV;header=present", '"a"')],
)
def test_response_of_several_contents_is_parsed_by_its_content_type(content_type: str, expected: str) -> None:
    assert parse(b'"a"', content_type) == expected


def test_response_of_an_image_is_parsed_as_a_file() -> None:
    assert parse(b'"a"', "image/png").payload.read() == b'"a"'


@pytest.mark.parametrize("content_type", ["text/html", ""])
def test_response_of_another_content_type_raises(content_type: str) -> None:
    with pytest.raises(InvalidContentError, match=r"where application/json or text/csv or image/\* is documented"):
        parse(b'"a"', content_type)


@pytest.mark.parametrize(
    ("mime_type", "content_type"), [("image/png", "image/png"), (None, "application/octet-stream")]
)
def test_request_of_any_image_has_the_content_type_of_the_file(mime_type: str | None, content_type: str) -> None:
    operation = Operation("post", "/a", bodies=(Body("image/*", "bytes", ANYTHING),))
    request = operation.build_request({"body": File(payload=BytesIO(b"x"), mime_type=mime_type)})
    assert (request["headers"]["Content-Type"], request["content"]) == (content_type, b"x")


def test_invalid_content_error_within_a_name_escapes_its_json_pointer() -> None:
    assert InvalidContentError("wrong", ["a/b~c", 0]).within("d").pointer == "/d/a~1b~0c/0"


RANGES = Operation(
    "get",
    "/a",
    responses=(
        DocumentedResponse(404, 404, Content("application/json", "json", STRING)),
        DocumentedResponse(400, 499, Content("application/json", "json", INTEGER)),
    ),
)


@pytest.mark.parametrize(("status", "content", "expected"), [(400, b"1", 1), (499, b"1", 1), (404, b'"a"', "a")])
def test_response_of_a_status_in_a_range_is_parsed_by_the_first_that_has_it(
    status: int, content: bytes, expected: object
) -> None:
    assert RANGES.parse(httpx.Response(status, content=content), raise_on_unexpected_status=True) == expected


@pytest.mark.parametrize("status", [399, 500])
def test_response_of_a_status_beside_a_range_is_unexpected(status: int) -> None:
    with pytest.raises(UnexpectedStatus):
        RANGES.parse(httpx.Response(status, content=b"1"), raise_on_unexpected_status=True)
