"""Open the course:  python3 start.py

Also:  python3 start.py test      every test
       python3 start.py --help    everything else

Even a very old Python can read this file, so that it can say what it needs. The work is done in
workbook/start, with the standard library only: it runs before anything is installed.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        # Not an f-string, which Python 2 could not read.
        "This is Python %d.%d, and the course needs Python 3.11 or newer: install one from "  # noqa: UP031
        "python.org/downloads, then start again with it, for example: python3.12 start.py"
        % sys.version_info[:2]
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

from workbook.start.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
