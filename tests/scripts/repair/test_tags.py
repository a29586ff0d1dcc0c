"""Repeated tags."""

from hypothesis import given
from hypothesis import strategies as st

from openapi.repair import repair_description
from support.repairs import describe, pointers_of


@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_the_first_of_repeated_tags_stays(names: list[str]) -> None:
    tags = [{"name": name, "description": str(index)} for index, name in enumerate(names)]
    document, repairs = repair_description(describe({}, tags=tags))
    assert [tag["name"] for tag in document["tags"]] == list(dict.fromkeys(names))
    assert all(tag["description"] == str(names.index(tag["name"])) for tag in document["tags"])
    assert len(pointers_of(repairs, "repeated-tags")) == len(names) - len(set(names))
