"""Documents, drafts and limits of one mock instance."""
