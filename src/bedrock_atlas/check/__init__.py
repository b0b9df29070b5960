"""Catalogs and policies as a pull request brings them: everything that is wrong, and what can be put right."""
