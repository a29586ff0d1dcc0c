"""Checks an instance against a description, with requests that change nothing there."""
