"""Asking AWS and keeping what it answered."""
