"""JupyterHub for a workshop on one machine, where each person is a real user of the system.

nbgrader's exchange knows people by the owner of their files: with one user for all, everybody's
work would be filed under one name. Set up by install.sh; docs/hub.md leads through it.
"""

import grp
import os
import sys
from pathlib import Path
from typing import Any

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (JupyterHub provides it)

HUB = Path(os.environ.get("WORKSHOP_HUB", "/opt/workshop"))
CLASS = os.environ.get("WORKSHOP_CLASS", "workshop")  # the name given to new-class
TRAINERS, LEARNERS = "trainers", "learners"  # groups of the system, made by install.sh
REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = HUB / CLASS  # unzipped from for_learners.zip: lessons and tables, no solutions

# Only this computer: what speaks https, such as Caddy, stands in front (docs/hub.md).
c.JupyterHub.bind_url = os.environ.get("WORKSHOP_URL", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{HUB}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(HUB / "cookie_secret")
c.ConfigurableHTTPProxy.command = str(HUB / "proxy/node_modules/.bin/configurable-http-proxy")
c.ConfigurableHTTPProxy.pid_file = str(HUB / "proxy.pid")

# People log in with the name and password that they have on this computer.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {TRAINERS, LEARNERS}
c.PAMAuthenticator.admin_groups = {TRAINERS}  # may stop and start a learner's server
c.PAMAuthenticator.open_sessions = False  # needs rights that containers often lack

c.Spawner.cmd = [sys.executable, "-P", "-m", "workbook.hub.server"]
c.Spawner.start_timeout = 120  # thirty servers that start at once share the processors
c.Spawner.http_timeout = 120
c.Spawner.environment = {
    "WORKSHOP_CLASS": CLASS,
    "WORKSHOP_EXCHANGE": str(HUB / "exchange"),
}


def prepare(spawner: Any) -> None:
    """Choose which course a server sees; only trainers' has solutions and formgrader.

    It is the system that knows who is a trainer. Nothing is done in a home folder here, where this
    program, which is root, could be misled: workbook.hub.server does that as the user.
    """
    trainer = spawner.user.name in grp.getgrnam(TRAINERS).gr_mem
    course = REPOSITORY if trainer else COURSE
    settings = REPOSITORY / "workbook/hub" if trainer else COURSE / "workbook/hub"
    folders = (
        [settings / "everybody"] if trainer else [settings / "everybody", settings / "learners"]
    )
    spawner.environment |= {
        "PYTHONPATH": str(course),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, folders)),
        "WORKSHOP_ROLE": "trainer" if trainer else "learner",
    }


c.Spawner.pre_spawn_hook = prepare
