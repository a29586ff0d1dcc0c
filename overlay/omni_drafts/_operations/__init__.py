"""The flows of calls, without I/O, on the operations of the generated client."""
