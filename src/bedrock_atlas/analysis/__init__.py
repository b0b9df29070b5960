"""All questions: what a policy says of every question, of two versions, of the days to come."""
