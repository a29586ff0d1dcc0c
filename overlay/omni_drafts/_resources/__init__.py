"""What users call: signatures, documentation, and the validation of arguments."""
