"""One encrypted archive of all that cannot be had again: made, checked, put back.

What is in it, and why so: docs/decisions/0058-backup.md.
"""
