"""Outputs that would do something to who opens the notebook, and magics."""

import base64
import pickle

from hostile.case import answer, cell_of, notebook

ONE = "turnout_range"
_SCRIPTS = ("<script", "onerror", "javascript:", "<iframe", "<svg", "onload", "<form", "<meta")


@answer(ONE, 0, absent=_SCRIPTS)
def scripts_in_outputs():
    """HTML, SVG, Markdown and JavaScript that run when a trainer opens the notebook."""
    return """
    RIGHT
    from IPython.display import HTML, SVG, Javascript, Markdown, display
    display(HTML("<script>alert(1)</script>"))
    display(HTML("<img src=x onerror=alert(1)><b onload = 'alert(1)'>x</b>"))
    display(HTML("<a href='javascript:alert(1)'>x</a><iframe src='https://example.org'></iframe>"))
    display(HTML("<form action='/formgrader'><input name=score></form><meta http-equiv=refresh>"))
    display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
    display(Javascript("alert('<script')"))
    display(Markdown("<script>alert(1)</script>"))
    display({"text/latex": "$x$ <script>alert(1)</script>", "text/html": ["<script>"]}, raw=True)
    """


@answer(ONE, 0)
def a_table_is_still_shown():
    """Not an attack: a table of pandas is kept as HTML."""
    return "RIGHT\nimport pandas as pd\npd.DataFrame({'a': [1, 2]})"


@answer(ONE, 0, absent=("vnd.jupyter", "application/"))
def other_forms_of_output():
    """Widgets, Vega, and a form that nobody knows."""
    return """
    RIGHT
    from IPython.display import display
    for kind in ("vnd.jupyter.widget-view+json", "vnd.vega.v5+json", "javascript", "pdf", "x-evil"):
        display({f"application/{kind}": "{}", "text/plain": "x"}, raw=True)
    """


@answer(ONE, 0)
def metadata_of_outputs():
    """Metadata of an output that is deep, wide and of odd types."""
    return """
    RIGHT
    from IPython.display import display
    deep = []
    for _ in range(900): deep = [deep]
    odd = {"deep": deep, 5: object(), "wide": "x" * 10**6}
    display({"text/plain": "x"}, metadata=odd, raw=True)
    """


@answer(ONE, 0, absent=("\\u001b", "\\u0000", "\\u0007"))
def control_characters():
    """Characters that a terminal obeys, in text, in errors and in names of classes."""
    return """
    RIGHT
    print("\\x1b[2J\\x1b]0;title\\x07\\x00\\x08 half: \\ud800")
    Odd = type("Odd\\x1b[2J\\x07", (Exception,), {})
    raise Odd("\\x1b[31m\\x00\\ud800")
    """


@notebook(0, absent=("<script", "pickle", "evil"))
def stored_outputs(book):
    """Outputs that the file brings along: scripts, pickles, points. All cells are run anew."""
    pickled = base64.b64encode(pickle.dumps(print)).decode()
    for name in ("turnout_range", "turnout_range_check_1", "people_count_check_2"):
        cell_of(book, name)["outputs"] = [
            {"output_type": "display_data", "metadata": {},
             "data": {"application/x-pickle": pickled}},
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>evil"}},
            {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "1000"},
             "execution_count": 1},
            {"output_type": "evil"},
            "evil",
        ]  # fmt: skip


@answer(ONE, 0)
def shells():
    """Magics and signs that start a shell."""
    return """
    RIGHT
    !touch /tmp/hostile-was-here
    files = !ls /
    %sx touch /tmp/hostile-was-here
    """


@answer("team_interval", 2)
def a_cell_of_bash():
    """A whole cell for another program."""
    return "%%bash\ntouch /tmp/hostile-was-here\n"


@answer(ONE, 0)
def magics():
    """Magics that change the notebook, install packages, or look at files."""
    return """
    RIGHT
    import os
    def quietly(line):
        try:
            get_ipython().run_line_magic(*line.split(" ", 1))
        except BaseException:
            pass
    for line in ("cd /", "pip install evil", "load_ext evil", "run /etc/passwd", "env HOME=/",
                 "matplotlib qt", "logstart", "history -g", "system ls", "autocall 2", "pdb on",
                 "xmode Verbose", "colors Linux", "config InteractiveShell.autocall=2",
                 "precision 1", "writefile /tmp/hostile-was-here", "killbgscripts ", "gui tk"):
        quietly(line)
    """


@answer(ONE, 0)
def another_backend():
    """A window for figures, on a computer without a screen; fonts that are not there."""
    return """
    RIGHT
    import matplotlib, os
    os.environ["FONTCONFIG_FILE"] = "/nowhere"
    try:
        matplotlib.use("TkAgg", force=True)
    except ImportError:
        pass
    import matplotlib.pyplot as plt
    plt.rcParams["font.family"] = "no such font"
    plt.rcParams["text.usetex"] = True
    plt.title("$x$")
    plt.show()
    """


@answer(ONE, 1)
def control_characters_in_an_answer():
    """An answer of signs that a terminal obeys; the sentence about it quotes them."""
    return """
    RIGHT
    ride_reading = "\\x1b[2J\\x07\\x00b\\ud800"
    """
