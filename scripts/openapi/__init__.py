"""Reads and repairs API descriptions, generates the client, checks it, and compares descriptions."""
