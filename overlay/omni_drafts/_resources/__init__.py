"""The public resources: signatures, documentation, and the validation of arguments."""
