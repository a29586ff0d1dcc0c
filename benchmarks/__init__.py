"""Measures what the client costs to import, to call and to decode with, beside its alternatives."""
