"""``python -m workbook VERB``."""

import gc
import sys

from workbook.cli import main

code = main()
# At its end Python looks for garbage among all that it has in memory, which with pandas takes half
# a second. All files are closed by now, so nothing would be found that matters.
gc.freeze()
sys.exit(code)
