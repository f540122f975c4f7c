"""Papers that a learner takes along: the plan and the record, as a page to print and for Word.

The subject floor says what stands on them (:mod:`workbook.plan`); here it gets its form.
"""
