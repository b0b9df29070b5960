"""Everybody else's code: which Bedrock IDs it names and what each of them means on a date."""
