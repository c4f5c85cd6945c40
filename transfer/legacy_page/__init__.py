"""A saved page of a lawyer's old site: `recognise` reads it, `apply` writes what is missing."""
