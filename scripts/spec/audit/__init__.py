"""Compares the original description with the client that was made of it, by using the client.

Each operation is asked for its request, each documented answer is given to its parser, and each named schema
to its class: what does not arrive, or does not come back as it was, is missing. It shares nothing with the
repair, and reads the manifest only to find things.
"""
