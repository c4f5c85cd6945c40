"""Names that unit files of 0.1.0 start; the code lies in website.operations.serving."""
