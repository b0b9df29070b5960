"""What is: models, Regions, routes and prices as immutable values; nothing here decides or reads a file."""
