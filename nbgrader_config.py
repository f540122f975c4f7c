"""nbgrader for this course: solutions/ -> exercises/; what a class produces stays under class/."""

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "tiktok-for-organizing"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "class/autograded"
c.CourseDirectory.feedback_directory = "class/feedback"
c.CourseDirectory.db_url = "sqlite:///class/gradebook.db"

# Most learners have never coded: the place for an answer must run without an error.
c.ClearSolutions.code_stub = {"python": "# Write here. Then put your answer in place of the dots."}
# A reflection brings its own form: after a list, JupyterLab would number each new line.
c.ClearSolutions.text_stub = ""

# Each cell of ours runs in a fraction of a second; what takes this long is a loop that never ends.
c.ExecutePreprocessor.timeout = 10
