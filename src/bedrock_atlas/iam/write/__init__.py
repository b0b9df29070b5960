"""Documents written from a policy: exact where they fit, compacted and split where not, and proved either way."""
