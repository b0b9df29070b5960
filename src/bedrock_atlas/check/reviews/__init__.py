"""Rules of review, one file a subject; each docstring says what must hold."""
