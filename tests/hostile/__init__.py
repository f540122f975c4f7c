"""Submissions that are broken, or mean harm; each says what it tries and what it must get.

Every module here is a list of small functions, one a submission. :mod:`hostile.case` turns them
into files to hand in, and :mod:`hostile.batch` has them all marked, each between two honest ones;
``tests/test_grading_hostile.py`` looks at what came back.
"""
