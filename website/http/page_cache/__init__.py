"""Public pages, kept as bytes for as long as nothing on them changes."""
