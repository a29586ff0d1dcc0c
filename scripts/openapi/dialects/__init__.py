"""Translates the dialects of documentation and instances to one, and marks which operations are idempotent."""
