"""Every address, asked by every role: who is let in, who changes what, who reads what."""
