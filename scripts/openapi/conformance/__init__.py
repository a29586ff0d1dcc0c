"""Checks, by using the generated client, that it has each operation, response and schema of the description."""
