"""Repairs of tags."""

from collections.abc import Iterator

from openapi.reading.description import Document


def drop_repeated_tags(document: Document) -> Iterator[str]:
    """Drop each tag that has the name of an earlier one."""
    unique: list[Document] = []
    for index, tag in enumerate(document.get("tags", ())):
        if any(tag.get("name") == earlier.get("name") for earlier in unique):
            yield f"#/tags/{index}"
        else:
            unique.append(tag)
    if unique:
        document["tags"] = unique
