"""nbgrader on the hub, for everybody: which class it is, and where work is exchanged."""

import os

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = os.environ["WORKSHOP_CLASS"]
c.Exchange.root = os.environ["WORKSHOP_EXCHANGE"]
