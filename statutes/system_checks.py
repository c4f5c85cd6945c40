"""What `manage.py check` says about the table of statutes."""
