"""TikTok for Organizing: the workbook behind the course.

Four floors, and imports only go down: ``cli`` over ``build`` and ``grading``, over ``widgets`` and
``feedback``, over the subject (``attribution``, ``engagement`` ...), over ``data``, ``charts`` and
``i18n``.
"""

__version__ = "0.1.0"
