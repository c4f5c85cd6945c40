"""What is done with articles: one keyword-only function for each action."""
