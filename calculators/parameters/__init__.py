"""The figures of the law with their dates: shipped as CSV, stored as records that cite.

`current()` gives them to a formula. `load_shipped.load()` brings the shipped rows in; rows that a
firm typed (`is_own`: regional figures, further months of a rate) stay.
"""

from calculators.parameters.load_shipped import current, figure, is_missing, load, shipped
