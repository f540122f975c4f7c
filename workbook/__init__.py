"""TikTok for Organizing: the workbook behind the course.

Four floors, and imports only go down: ``cli`` over ``build`` and ``grading``, over ``widgets`` and
``feedback``, over the subject (``attribution``, ``engagement`` ...), over ``data``, ``charts`` and
``i18n``.
"""

import sys

# jsonschema, which every reader of notebooks imports, would build 39 grammars to judge a kind of
# web address that no notebook names: a second in each program. Without the module it does not.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
