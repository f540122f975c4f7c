"""``python -m workbook VERB``."""

import sys

from workbook.cli import main

sys.exit(main())
