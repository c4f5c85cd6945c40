"""The table of statutes in the admin."""
