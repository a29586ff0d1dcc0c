"""Reads an API description, checks its structure, and finds its operations, paths and schemas."""
