"""What a release promises about its migrations: they stay as they are, and who lives with them."""
