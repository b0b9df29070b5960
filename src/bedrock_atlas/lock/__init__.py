"""Answers written down to be relied on: the lock file, whether it still holds, and what has moved since."""
