"""Measures imports, calls and decoding of the client beside its alternatives."""
