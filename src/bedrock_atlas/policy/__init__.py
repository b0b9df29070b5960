"""What an organisation adds: rules as values, and what they say of a model's routes."""
