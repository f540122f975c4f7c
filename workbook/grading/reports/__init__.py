"""What people read after marking: a page and a file for each learner, tables and a page of a class.

All of it is made from :mod:`workbook.grading.records`, and written by whoever calls it.

========================== ========================================================
``learner_page``           a notebook with the feedback under each question, as HTML
``learner_json``           the same marks as data
``summary``                the little of a submission that the class's reports need
``class_csv``              tables for a spreadsheet, for Moodle and for Canvas
``class_page``             how the class did, in pictures and tables, as HTML
========================== ========================================================

What a learner wrote is hostile until shown otherwise. It becomes HTML in :mod:`harmless` and
nowhere else, and HTML is only put together with :class:`markupsafe.Markup`, which escapes all
that is not HTML already.
"""
