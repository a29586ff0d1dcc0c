"""The values that calls return, and the types of their arguments; a module is imported when a call needs it."""
