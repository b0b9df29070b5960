"""The commands, one file each; only the one that is called is imported."""
