"""Code that looks for what it must not see, and writes where it must not write."""

from hostile.case import answer
from workbook import paths

ONE = "turnout_range"
NAME = "hostile-was-here"


def _nothing(code: str) -> str:
    """A right answer, but only if ``found`` stays empty."""
    return f"""
RIGHT
import glob, os, socket, sys
from pathlib import Path
found = []
def try_to(call, *values):
    try:
        found.append(call(*values))
    except OSError:
        pass
{code}
if found: people_low = people_high = ride_reading = repr(found)[:500]
"""


@answer(ONE, 0)
def reads_the_solutions():
    """The author's folders, and the class's."""
    folders = ["solutions", "modules", "class", "tests", "trainer", "course", ".git", "my_work"]
    return _nothing(
        f"""
for name in {folders!r}:
    try_to(os.listdir, Path({str(paths.ROOT)!r}, name))
try_to(Path({str(paths.ROOT)!r}, "nbgrader_config.py").read_text)
"""
    )


@answer(ONE, 0)
def reads_everything():
    """Every file of the computer is looked at by name: gradebooks, notebooks, keys, homes."""
    return _nothing(
        f"""
bad = {{"shadow", "passwd", "id_rsa", ".bash_history", "gradebook.db", "nbgrader_config.py"}}
for folder, inside, names in os.walk("/"):
    # The libraries are left out: to walk through them takes longer than a cell may.
    inside[:] = [one for one in inside if "packages" not in one and not one.startswith("python3")]
    if folder.startswith(({str(paths.EXERCISES)!r}, "/room")): continue
    if folder.startswith({str(paths.ROOT / "workbook" / "hub")!r}): continue  # for anybody's hub
    found += [f"{{folder}}/{{n}}" for n in names if n in bad or n.endswith(".ipynb")]
"""
    )


@answer(ONE, 0)
def reads_the_samples_of_nbgrader():
    """nbgrader comes with gradebooks to try things on."""
    return _nothing("found += [f for p in sys.path for _, _, f in os.walk(f'{p}/nbgrader') if f]")


@answer(ONE, 0)
def reads_processes():
    """Other processes, their memory and their environment."""
    return _nothing(
        """
for name in ("/proc", "/proc/self/maps", "/proc/1/environ", "/sys", "/dev/shm", "/dev/mem", "/run"):
    try_to(os.listdir if os.path.isdir(name) else open, name)
"""
    )


@answer(ONE, 0)
def reads_the_environment():
    """Variables with the password of a gradebook, or the trainer's name."""
    return _nothing(
        "found += [name for name in os.environ if 'SECRET' in name or name in ('USER', 'LOGNAME')]"
    )


@answer(ONE, 0)
def reads_what_others_left():
    """The folders of those who were marked before, or are being marked now."""
    return _nothing(
        f"""
for folder in ("/room", "/room/work", "/room/tmp", "/room/home", "/tmp"):
    known = ("work", "tmp", "home", *{list(paths.ROOT.parts)!r})
    found += [n for n in os.listdir(folder) if n not in known]
for folder in ("/room/work", "/room/tmp", "/tmp"):
    try_to(open, f"{{folder}}/{NAME}", "w")
found = [one for one in found if not str(getattr(one, "name", "")).startswith("/room")]
"""
    )


@answer(ONE, 0)
def writes_everywhere():
    """Every folder that can be thought of is written to."""
    return _nothing(
        f"""
for folder in ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/usr/lib", "/old", "/etc",
               {str(paths.ROOT)!r}, {str(paths.DATA)!r}, {str(paths.ROOT / "workbook")!r},
               sys.prefix, os.path.dirname(os.__file__), os.path.expanduser("~root")):
    try_to(open, f"{{folder}}/{NAME}", "w")
    try_to(os.mkdir, f"{{folder}}/{NAME}-folder")
"""
    )


@answer(ONE, 0)
def writes_through_links():
    """Links and second names for files outside, and then a word into each."""
    return _nothing(
        f"""
target = {str(paths.DATA / "README.md")!r}
os.symlink(target, "link")
os.symlink("/", "top")
try_to(os.link, target, "name")
for name in ("link", "top" + target, "name"):
    try_to(open, name, "a") if os.path.exists(name) else None
try_to(os.chmod, target, 0o777)
try_to(os.utime, target)
try_to(os.rename, target, "stolen")
try_to(os.remove, target)
"""
    )


@answer(ONE, 0)
def the_network():
    """A connection to somewhere, a name, a message."""
    return _nothing(
        """
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, 16, 17):
    try_to(socket.socket, family, socket.SOCK_DGRAM)
    try_to(socket.socket, family, socket.SOCK_STREAM)
try_to(socket.create_connection, ("127.0.0.1", 22), 0.1)
try_to(socket.getaddrinfo, "example.org", 80)
"""
    )


@answer(ONE, 0)
def devices():
    """Devices are made, and those of the computer are opened."""
    return _nothing(
        """
try_to(os.mknod, "disk", 0o60666, os.makedev(8, 0))
try_to(os.mknod, "memory", 0o20666, os.makedev(1, 1))
for name in ("/dev/sda", "/dev/vda", "/dev/tty", "/dev/console", "/dev/kmsg", "/dev/fuse"):
    try_to(open, name, "rb")
"""
    )


@answer(ONE, 0)
def open_files():
    """Files that were open before: only the line to the marking is."""
    return _nothing(
        """
for number in range(3, 256):
    try:
        kind = os.fstat(number)
    except OSError:
        continue
    found.append(number)
found = found[1:]
"""
    )


@answer(ONE, 0)
def the_memory_of_the_zygote():
    """Everything that is in this process's memory as text: hidden checks, other learners."""
    return _nothing(
        """
import gc
for one in gc.get_objects():
    if type(one) is dict:
        found += [v[:80] for v in list(one.values()) if type(v) is str
                  and ("### BEGIN" + " HIDDEN" in v or "people_from" + "_turnout(turnout" in v)]
"""
    )
