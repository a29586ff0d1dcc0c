"""Kinds of the generated client: the choice between several kinds or content types, and the decoding of scalars."""

from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_api_client._kinds import (
    ANYTHING,
    INTEGER,
    TEXT,
    UUID_TEXT,
    Kind,
    Properties,
    Property,
    list_of,
    members,
    model,
    one_of,
)
from omni_api_client._operations import Answer, Body, Content, Operation
from omni_api_client.errors import InvalidContentError
from omni_api_client.models import DocumentDraft, DocumentDraftBranch, Error
from omni_api_client.types import File

BRANCH = model("document_draft_branch", "DocumentDraftBranch")
ERROR = model("error", "Error")


@pytest.mark.parametrize("kind", [one_of(BRANCH, ERROR), one_of(ERROR, BRANCH)])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"error": "404", "message": "missing"}, Error),
        ({"name": "main", "error": "404", "message": "missing"}, Error),
        ({"name": "main"}, DocumentDraftBranch),
    ],
)
def test_one_of_two_classes_reads_the_one_with_more_known_properties(
    source: dict[str, str], expected: type, kind: Kind
) -> None:
    assert type(kind.reader()(source)) is expected


@pytest.mark.parametrize("order", [1, -1])
def test_one_of_two_classes_counts_no_property_within_an_unknown_one(order: int) -> None:
    kind = one_of(
        *(model("document_draft", "DocumentDraft"), model("document_draft_created_by", "DocumentDraftCreatedBy"))[
            ::order
        ]
    )
    assert isinstance(kind.reader()({"branch": {"a": 1, "b": [2, 3]}}), DocumentDraft)


@pytest.mark.parametrize("order", [1, -1])
def test_one_of_a_class_and_anything_reads_the_class_with_a_known_property(order: int) -> None:
    kind = one_of(*(BRANCH, ANYTHING)[::order])
    assert isinstance(kind.reader()({"name": "main", "a": 1, "b": 2}), DocumentDraftBranch)


@pytest.mark.parametrize(
    "kind", [one_of(list_of(TEXT), list_of(BRANCH)), one_of(list_of(BRANCH), list_of(TEXT))]
)
def test_one_of_kinds_that_all_fail_raises_the_deepest_error(kind: Kind) -> None:
    with pytest.raises(InvalidContentError, match=r"^/0/id: a whole number, where a UUID is documented$"):
        kind.reader()([{"id": 5}])


@pytest.mark.parametrize("kinds", [(TEXT, UUID_TEXT, ANYTHING), (ANYTHING, UUID_TEXT, TEXT)])
@pytest.mark.parametrize(
    ("text", "expected"),
    [("3c90c3cc-0d44-4b50-8888-8dd25736052a", UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")), ("main", "main")],
)
def test_one_of_text_uuid_and_anything_reads_the_most_specific(
    text: str, expected: object, kinds: tuple[Kind, ...]
) -> None:
    assert one_of(*kinds).reader()(text) == expected


def test_distance_of_a_more_specific_kind_is_less() -> None:
    assert members("a").distance("a") < TEXT.distance("a") < members("b").distance("a")
    assert Properties(others=TEXT).distance({"a": "b"}) < Properties(others=ANYTHING).distance({"a": "b"})


def test_distance_of_a_known_property_with_wrong_values_is_less_than_of_an_unknown_one() -> None:
    source = {"parts": ["c"] * 5, "kind": "add"}
    add, remove = members("add"), members("remove")
    listed = Properties(Property("parts", "parts", list_of(members("a")), True), Property("kind", "kind", add, True))
    nameless = Properties(Property("kind", "kind", remove, True), others=ANYTHING)
    assert listed.distance(source) < nameless.distance(source)


def test_distance_of_a_list_grows_with_its_items() -> None:
    assert list_of(TEXT).distance(["c"]) < list_of(TEXT).distance(["c", "c"]) < ANYTHING.distance(["c"])


@pytest.mark.parametrize("kind", [members(1, "a"), INTEGER])
def test_number_does_not_hold_true(kind: Kind) -> None:
    assert not kind.holds(True)


def test_integer_reads_a_whole_number_with_a_point_as_int() -> None:
    number = INTEGER.reader()(1.0)
    assert (number, type(number)) == (1, int)


@pytest.mark.parametrize("wrong", [1.5, True, float("inf")])
def test_integer_of_another_value_raises(wrong: object) -> None:
    with pytest.raises(InvalidContentError):
        INTEGER.reader()(wrong)


@pytest.mark.parametrize("text", ["0" * 31, "0" * 33, "", "{" + "0" * 31 + "}"])
def test_uuid_without_32_digits_raises(text: str) -> None:
    with pytest.raises(InvalidContentError, match="where a UUID is documented"):
        UUID_TEXT.reader()(text)


def test_uuid_may_have_braces() -> None:
    assert UUID_TEXT.reader()("{" + "0" * 32 + "}") == UUID(int=0)


OPERATION = Operation(
    "get",
    "/a",
    answers=(
        Answer(
            200,
            200,
            Content("application/json", "json", TEXT),
            Content("text/csv", "text", TEXT),
            Content("image/*", "bytes", ANYTHING),
        ),
    ),
)


def read(content: bytes, content_type: str) -> Any:
    """Return the parsed content of a response."""
    headers = {"Content-Type": content_type} if content_type else {}
    return OPERATION.read(httpx.Response(200, content=content, headers=headers), raise_on_unexpected_status=True)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [("application/json; charset=utf-8", "a"), ("Text/CSV;header=present", '"a"')],
)
def test_response_of_several_contents_is_read_by_its_content_type(content_type: str, expected: str) -> None:
    assert read(b'"a"', content_type) == expected


def test_response_of_an_image_is_read_as_a_file() -> None:
    assert read(b'"a"', "image/png").payload.read() == b'"a"'


@pytest.mark.parametrize("content_type", ["text/html", ""])
def test_response_of_another_content_type_raises(content_type: str) -> None:
    with pytest.raises(InvalidContentError, match=r"where application/json or text/csv or image/\* is documented"):
        read(b'"a"', content_type)


@pytest.mark.parametrize(
    ("mime_type", "content_type"), [("image/png", "image/png"), (None, "application/octet-stream")]
)
def test_request_of_any_image_has_the_content_type_of_the_file(mime_type: str | None, content_type: str) -> None:
    operation = Operation("post", "/a", bodies=(Body("image/*", "bytes", ANYTHING),))
    request = operation.request({"body": File(payload=BytesIO(b"x"), mime_type=mime_type)})
    assert (request["headers"]["Content-Type"], request["content"]) == (content_type, b"x")


def test_invalid_content_error_within_a_name_escapes_its_json_pointer() -> None:
    assert InvalidContentError("wrong", ["a/b~c", 0]).within("d").place == "/d/a~1b~0c/0"
