"""Security that operations inherit."""

from openapi.repair import repair_description
from support.repairs import describe, places_of


def test_inherited_security_is_said_where_it_holds() -> None:
    document, repairs = repair_description(describe({}, security=[{"key": []}]))
    assert document["paths"]["/things"]["get"]["security"] == [{"key": []}]
    assert places_of(repairs, "inherited-security") == ("#/paths/~1things/get",)
    open_to_all = describe({}, security=[{"key": []}])
    open_to_all.document["paths"]["/things"]["get"]["security"] = []
    assert repair_description(open_to_all)[0]["paths"]["/things"]["get"]["security"] == []
