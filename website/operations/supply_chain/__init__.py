"""What the site is made of that others wrote: the bill of materials, licences, advisories."""
