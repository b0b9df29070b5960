"""From an error text of Amazon Bedrock to its causes, their evidence, and what a catalog and a policy admit instead."""
