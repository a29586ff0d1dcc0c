"""ASGI application: routing, request validation and responses."""
