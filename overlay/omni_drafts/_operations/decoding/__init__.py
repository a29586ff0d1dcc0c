"""Decodes the models of the generated client to the values of the overlay.

Descriptions of the API differ: an identifier is a UUID in one and a string in another, and some properties are in one
alone. The generated parser has validated what is documented; this package converts it, and requires what the overlay
needs.
"""
