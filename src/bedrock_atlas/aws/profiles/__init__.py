"""The account's own inference profiles as code: what is declared, what is there, and the steps between."""
