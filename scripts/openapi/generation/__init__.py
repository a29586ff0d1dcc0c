"""Generates the client of a repaired description with openapi-python-client, and puts it in place."""
