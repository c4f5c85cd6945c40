"""`python -m website.serving.web`: the web server, by the name in the unit files of 0.1.0."""

import sys

from website.operations.serving.web import main

if __name__ == "__main__":
    sys.exit(main())
