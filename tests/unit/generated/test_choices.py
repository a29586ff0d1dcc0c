"""Between kinds, and between content types, the generated client chooses the nearest that is documented."""

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
def test_of_two_classes_that_can_read_it_the_one_that_knows_more_does(kind: Kind) -> None:
    assert isinstance(kind.reader()({"error": "404", "message": "none"}), Error)
    assert isinstance(kind.reader()({"name": "main", "error": "404", "message": "none"}), Error)
    assert isinstance(kind.reader()({"name": "main"}), DocumentDraftBranch)


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_within_something_unknown_is_unknown_too(order: int) -> None:
    kind = one_of(
        *(model("document_draft", "DocumentDraft"), model("document_draft_created_by", "DocumentDraftCreatedBy"))[
            ::order
        ]
    )
    assert isinstance(kind.reader()({"branch": {"a": 1, "b": [2, 3]}}), DocumentDraft)


@pytest.mark.parametrize("order", [1, -1])
def test_a_class_that_knows_something_comes_before_anything(order: int) -> None:
    kind = one_of(*(BRANCH, ANYTHING)[::order])
    assert isinstance(kind.reader()({"name": "main", "a": 1, "b": 2}), DocumentDraftBranch)


def test_of_several_problems_the_one_that_is_deepest_is_told() -> None:
    for kind in (one_of(list_of(TEXT), list_of(BRANCH)), one_of(list_of(BRANCH), list_of(TEXT))):
        with pytest.raises(InvalidContentError, match=r"^/0/id: a whole number, where a UUID is documented$"):
            kind.reader()([{"id": 5}])


def test_a_more_specific_kind_comes_before_text_or_anything() -> None:
    text = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
    for kinds in ((TEXT, UUID_TEXT, ANYTHING), (ANYTHING, UUID_TEXT, TEXT)):
        assert one_of(*kinds).reader()(text) == UUID(text)
        assert one_of(*kinds).reader()("main") == "main"
    assert members("a").distance("a") < TEXT.distance("a") < members("b").distance("a")
    assert Properties(others=TEXT).distance({"a": "b"}) < Properties(others=ANYTHING).distance({"a": "b"})


def test_a_property_that_is_known_is_nearer_than_one_that_is_not_whatever_it_holds() -> None:
    source = {"parts": ["c"] * 5, "kind": "add"}
    add, remove = members("add"), members("remove")
    listed = Properties(Property("parts", "parts", list_of(members("a")), True), Property("kind", "kind", add, True))
    nameless = Properties(Property("kind", "kind", remove, True), others=ANYTHING)
    assert listed.distance(source) < nameless.distance(source)
    assert list_of(TEXT).distance(["c"]) < list_of(TEXT).distance(["c", "c"]) < ANYTHING.distance(["c"])


def test_true_is_no_number_and_a_whole_number_may_have_a_point() -> None:
    assert not members(1, "a").holds(True)
    assert not INTEGER.holds(True)
    assert (INTEGER.reader()(1.0), type(INTEGER.reader()(1.0))) == (1, int)
    for wrong in (1.5, True, float("inf")):
        with pytest.raises(InvalidContentError):
            INTEGER.reader()(wrong)


@pytest.mark.parametrize("text", ["0" * 31, "0" * 33, "", "{" + "0" * 31 + "}"])
def test_a_uuid_has_32_digits(text: str) -> None:
    with pytest.raises(InvalidContentError, match="where a UUID is documented"):
        UUID_TEXT.reader()(text)
    assert UUID_TEXT.reader()("{" + "0" * 32 + "}") == UUID(int=0)


ANSWERED = Operation(
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
    headers = {"Content-Type": content_type} if content_type else {}
    return ANSWERED.read(httpx.Response(200, content=content, headers=headers), raise_on_unexpected_status=True)


def test_of_several_contents_the_content_type_decides() -> None:
    assert read(b'"a"', "application/json; charset=utf-8") == "a"
    assert read(b'"a"', "Text/CSV;header=present") == '"a"'
    assert read(b'"a"', "image/png").payload.read() == b'"a"'
    for other in ("text/html", ""):
        with pytest.raises(
            InvalidContentError, match=r"where application/json or text/csv or image/\* is documented"
        ):
            read(b'"a"', other)


@pytest.mark.parametrize(("given", "sent"), [("image/png", "image/png"), (None, "application/octet-stream")])
def test_a_body_of_any_image_says_which_it_is(given: str | None, sent: str) -> None:
    operation = Operation("post", "/a", bodies=(Body("image/*", "bytes", ANYTHING),))
    request = operation.request({"body": File(payload=BytesIO(b"x"), mime_type=given)})
    assert (request["headers"]["Content-Type"], request["content"]) == (sent, b"x")


def test_a_place_is_a_json_pointer() -> None:
    assert InvalidContentError("wrong", ["a/b~c", 0]).within("d").place == "/d/a~1b~0c/0"
