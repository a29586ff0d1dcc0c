"""Bulk calls: many documents in one call, in threads or in tasks."""
