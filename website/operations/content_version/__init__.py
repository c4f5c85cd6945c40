"""The content versions: which tables raise them, and the triggers that do (decision 0045)."""
