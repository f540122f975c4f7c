"""What all tests share."""

from hypothesis import settings

# No test depends on how busy the machine is, and each run tries the same examples.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")
