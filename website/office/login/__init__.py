"""The door of the office: how often a password may be tried, by whom, and how many at once."""
