"""Mark a class: submissions in, scores and feedback out, and nobody's code can reach a neighbour.

:mod:`intake` finds submissions, :mod:`mark` marks one of them, :mod:`gradebook` keeps the scores
where nbgrader does, :mod:`reports` writes what people read, and :mod:`run` is the whole.
"""
