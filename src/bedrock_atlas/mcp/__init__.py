"""The Model Context Protocol over stdio: six read-only tools for coding agents, on the standard library alone."""
