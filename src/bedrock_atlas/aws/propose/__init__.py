"""Drift → edits of the catalog's files, for a person to review."""
