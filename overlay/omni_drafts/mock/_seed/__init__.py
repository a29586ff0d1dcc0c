"""Seed files: the initial state of a mock as YAML."""
