"""The parts of `regenerate.py`: read, repair, generate, describe, write."""
