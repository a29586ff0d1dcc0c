"""What a call does: flows without I/O, on the operations of the generated client."""
