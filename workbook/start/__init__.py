"""What ``python3 start.py`` does before the course can run.

Standard library only, and nothing of the workbook but its words, paths and errors: this runs
before anything is installed.
"""
