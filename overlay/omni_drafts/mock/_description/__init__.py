"""API description: operations, schemas, examples and the responses they allow."""
