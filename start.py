"""Open the course, or run its tests, with nothing but Python 3.11 or newer.

python3 start.py              make .venv, install what the course needs, open JupyterLab
python3 start.py test         the same with the test tools, then run every test
python3 start.py VERB ...     run the workbook command VERB

Only the standard library is used, and no syntax that an old Python cannot read: an old Python
must be able to say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts" if WINDOWS else "bin", "python.exe" if WINDOWS else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def stop(sentence):
    sys.exit("start.py: " + sentence)


def lock_hash(lock):
    """What the environment must be made from: the lock and the Python that reads it."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read() + sys.version.encode()).hexdigest()


def stamp(lock):
    return os.path.join(VENV, lock + ".installed")


def is_installed(lock):
    try:
        with open(stamp(lock)) as file:
            return file.read() == lock_hash(lock)
    except OSError:
        return False


def environment():
    """The surroundings of every command: another Python's settings would break ours."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    clean["PYTHONUTF8"] = "1"
    return clean


def make_venv():
    if os.path.exists(PYTHON):
        works = subprocess.run([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env=environment())
        if works.returncode == 0:
            return
    # A folder without a working Python is left from an interrupted or moved install.
    shutil.rmtree(VENV, ignore_errors=True)
    print("Making a Python environment in .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True, env=environment())
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout:
            stop("this Python cannot make environments. On Debian or Ubuntu run "
                 "'sudo apt install python3-venv', then run this command again.")
        stop("could not make the folder .venv here: " + made.stdout.strip().split("\n")[-1])


def put_project_on_path():
    """Lets that Python import workbook: pip refuses '-e .' beside hashed requirements."""
    find = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.check_output([PYTHON, "-c", find], env=environment()).decode("utf-8").strip()
    with open(os.path.join(site, "workbook.pth"), "w", encoding="utf-8") as file:
        file.write(ROOT + "\n")


def install(lock):
    if is_installed(lock):
        return
    make_venv()
    print("Installing what the course needs. The first time this takes some minutes.", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check",
               "--progress-bar", "off", "-r", os.path.join(ROOT, lock)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           universal_newlines=True, cwd=ROOT, env=environment())
    said, done = [], 0
    for line in pip.stdout:
        said.append(line)
        if line.startswith("Collecting"):
            done += 1
            if done % 10 == 0:
                print("  {} packages found ...".format(done), flush=True)
        elif line.startswith("Installing collected"):
            print("  installing {} packages ...".format(done), flush=True)
    if pip.wait():
        told = "".join(said)
        if "No space left" in told:
            stop("the disk is full. Make about 2 GB free, then run this command again.")
        if "NewConnectionError" in told or "NameResolutionError" in told:
            stop("no network. Connect to the internet for this first start, then run it again.")
        sys.stderr.write("".join(said[-15:]))
        stop("the installation failed; the lines above say why. Run this command again to retry.")
    put_project_on_path()
    # Written last: an interrupted installation has no stamp, so the next run goes on with it.
    with open(stamp(lock), "w") as file:
        file.write(lock_hash(lock))


def install_browser():
    """The browser tests need Chromium; on Debian and Ubuntu it is installed here."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("apt-get") and root:
        print("Installing the browser that the tests drive ...", flush=True)
        subprocess.call(["apt-get", "-qq", "update"])
        subprocess.call(["apt-get", "-qq", "install", "-y", "chromium"], stdout=subprocess.DEVNULL)
    if not any(shutil.which(name) for name in BROWSERS):
        print("No Chromium or Chrome was found: install one to run the browser tests.")


def main(arguments):
    if sys.version_info < (3, 11):
        stop("this is Python {}.{}; the course needs Python 3.11 or newer. "
             "Install it from python.org, then run this command with it."
             .format(*sys.version_info[:2]))
    testing = arguments[:1] == ["test"]
    install("requirements-dev.txt" if testing else "requirements.txt")
    if testing:
        install_browser()
        command = [PYTHON, "-m", "pytest"] + arguments[1:]
    else:
        command = [PYTHON, "-m", "workbook"] + (arguments or ["open"])
    return subprocess.call(command, cwd=ROOT, env=environment())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        stop("stopped. Run the same command again to go on.")
