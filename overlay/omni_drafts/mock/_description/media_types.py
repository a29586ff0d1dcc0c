"""Media types: which of them are JSON, and a concrete type for a range such as `text/*`."""


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON."""
    name = media_type.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json")


def concrete_media_type(media_type: str) -> str:
    """Return a media type as it is, or a concrete one for a range."""
    if not media_type.partition(";")[0].strip().endswith("*"):
        return media_type
    return "text/plain" if media_type.startswith("text/") else "application/octet-stream"
