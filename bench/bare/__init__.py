"""Bare Django pages on the same server, database and rows: what a page of ours is held against."""
