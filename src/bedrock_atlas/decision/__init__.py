"""One question, answered: from words to a request to a decision to text or data."""
