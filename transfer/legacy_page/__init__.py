"""Takes over a saved page of a lawyer's old site: read, recognise, convert, fill, report.

`reading` and `markup` make lines of a file, `recognise` makes an `OldPage` of lines without a
database, `doubts` says what a person has to look at, `apply` fills the database.
"""
