#!/usr/bin/env python
"""Django's command line; misconfiguration and a lost database end in one sentence."""

import sys

from website.__main__ import manage

if __name__ == "__main__":
    manage(sys.argv)
