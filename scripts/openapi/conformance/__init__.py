"""The one judge of the generated client: the audit at each regeneration, and the contract tests, call it."""
