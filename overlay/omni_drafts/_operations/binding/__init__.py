"""Binds the generated operations to flows that return values of the overlay; no other package imports them.

The generator makes `_get_kwargs` and `_parse_response` private. They are the two halves of a call, before and after
the socket, and only this package uses them.
"""
