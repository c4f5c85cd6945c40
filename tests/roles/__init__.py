"""Every address of the site, asked by every role: who is let in, who changes what, who reads what."""
