"""Bulk calls: many documents at once, in threads or in tasks."""
