"""What a Mac does not have, taken away from the Python processes of a site."""
