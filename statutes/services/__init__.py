"""What happens to the law as data: one keyword-only function per action, by noun."""
