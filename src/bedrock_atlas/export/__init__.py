"""Files that pin other tools to what a policy admits, each proved closed before it is written."""
