"""Repairs of tags."""

from collections.abc import Iterator

from openapi.reading.description import Document


def keep_each_tag_once(document: Document) -> Iterator[str]:
    """Keep the first of the tags that share a name."""
    kept: list[Document] = []
    for index, tag in enumerate(document.get("tags", ())):
        if any(tag.get("name") == earlier.get("name") for earlier in kept):
            yield f"#/tags/{index}"
        else:
            kept.append(tag)
    if kept:
        document["tags"] = kept
