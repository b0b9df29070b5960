"""What AWS checks for a route, documents that admit what a policy admits, and a judge of documents that people have."""
