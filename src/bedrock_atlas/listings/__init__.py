"""Facts as data for whoever shows them: the command line, the service and its page."""
