"""Whether the site can work, and what somebody has to look at: numbers and words, never content."""
