"""Code that changes Python, the libraries or the engine in its own process."""

from hostile.case import MODULE, answer

ONE = "turnout_range"
ENDED = "ended Python itself"
WRONG = "people_low = people_high = ride_reading = 0"


@answer(ONE, 0)
def traces_everything():
    """A trace function sees each line that runs, and spoils it."""
    return """
    RIGHT
    import sys, threading
    def spoil(frame, event, value):
        for name in ("answer", "value", "message"):
            if name in frame.f_locals: frame.f_locals[name] = None
        raise RuntimeError("traced")
    sys.settrace(spoil)
    """


@answer(ONE, 0)
def profiles_everything():
    """A profile function that raises at each call."""
    return """
    RIGHT
    import sys
    def spoil(frame, event, value): raise RuntimeError("profiled")
    sys.setprofile(spoil)
    """


@answer(ONE, 0)
def poisoned_modules():
    """Modules that are something else now."""
    return """
    RIGHT
    import sys
    for name in ("json", "struct", "pandas", "numpy", "workbook", "workbook.attribution", "io"):
        sys.modules[name] = "poison"
    """


@answer(ONE, 0)
def no_modules():
    """No module is there any more."""
    return "RIGHT\nimport sys\nsys.modules.clear()"


def _builtin(name: str, value: str) -> str:
    return f"RIGHT\nimport builtins\nbuiltins.{name} = {value}\n"


@answer(ONE, 0)
def builtin_open():
    """``open`` always says the same."""
    return _builtin("open", "lambda *a, **k: None")


@answer(ONE, 2)
def builtin_float():
    """``float`` is wrong, so that two numbers of this question are no numbers any more."""
    return _builtin("float", "lambda *a: 0.0")


@answer(ONE, 3, ENDED)
def builtin_isinstance():
    """Everything is an instance of everything."""
    return _builtin("isinstance", "lambda *a: True")


@answer(ONE, 3, "disturbed")
def builtin_type():
    """Everything is text."""
    return _builtin("type", "lambda *a: str")


@answer(ONE, 0)
def builtin_import():
    """Nothing can be imported."""
    return _builtin("__import__", "None")


@answer(ONE, 3, ENDED)
def no_builtins():
    """Nothing is built in any more."""
    return "RIGHT\nimport builtins\nvars(builtins).clear()"


@answer(ONE, 11, assignment=MODULE)
def no_names():
    """The names of the notebook are thrown away: the functions that need them fail, as at home."""
    return "globals().clear()\nRIGHT"


@answer(ONE, 0)
def ipython_hooks():
    """Functions that run before and after each cell, and raise."""
    return """
    RIGHT
    def spoil(*_): raise RuntimeError("hooked")
    for event in ("pre_execute", "post_execute", "pre_run_cell", "post_run_cell"):
        get_ipython().events.register(event, spoil)
    """


@answer(ONE, 0)
def code_that_changes_code():
    """Each later cell is another one, before and after it is parsed."""
    return """
    RIGHT
    import ast
    class Spoil(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.copy_location(ast.Constant(0), node)
    get_ipython().ast_transformers.append(Spoil())
    get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
    """


@answer(ONE, 0)
def another_shell():
    """The shell that runs the cells is another one."""
    return """
    RIGHT
    shell = get_ipython()
    shell.run_cell = lambda *a, **k: None
    shell.user_ns = {}
    type(shell).run_cell = None
    """


@answer(ONE, 3)
def patched_checks():
    """The checks of the course always give full points, in this process."""
    return f"""
    {WRONG}
    import workbook.feedback, workbook.feedback.check, workbook.feedback.compare
    from workbook.feedback.outcome import Finding, Outcome
    workbook.feedback.check.Check.score = lambda self: float(self.points)
    for name in ("number", "choice", "interval", "items", "table"):
        setattr(workbook.feedback.compare, name, lambda *a: Finding(Outcome.RIGHT))
    """


@answer(ONE, 3)
def patched_reference():
    """What the checks compare with is made wrong, so that a wrong answer is right."""
    return """
    from workbook import attribution
    attribution.people_from_turnout = lambda *a: (0, 0)
    people_low = people_high = 0
    ride_reading = "a"
    """


@answer(ONE, 0)
def patched_libraries():
    """pandas and NumPy answer nonsense, also to the questions after this one."""
    return """
    RIGHT
    import numpy as np, pandas as pd
    pd.Series.nunique = lambda self: 0
    pd.DataFrame.groupby = lambda *a: None
    pd.DataFrame.assign = lambda *a: None
    np.asarray = np.ascontiguousarray = np.mean = lambda *a, **k: None
    """


@answer(ONE, 3, "disturbed")
def patched_engine():
    """The engine's own functions, in this process, are other ones."""
    return """
    RIGHT
    from workbook.grading import answers, shell, wire
    wire.pack = answers.pack = lambda *a: b"nonsense"
    answers.Answers.answer = lambda *a: None
    shell.Shell.run = lambda *a: ([], None)
    """


@answer(ONE, 3)
def walks_the_frames():
    """Frames are walked to the engine, whose variables are set."""
    return f"""
    {WRONG}
    import sys
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if type(value).__name__ == "Answers":
                value.answer = lambda request: {{n: [30.0] for n in request.get("names", ())}}
        frame = frame.f_back
    """


@answer(ONE, 3)
def walks_the_heap():
    """Every object is searched for what the check expects."""
    return """
    import gc
    seen = [o for o in gc.get_objects() if type(o) in (dict, list, tuple)]
    code = [o for d in seen if type(d) is dict for o in d.values() if type(o) is str]
    found = [o for o in code if "people_from" + "_turnout(turnout" in o or "BEGIN " + "HIDDEN" in o]
    if found: people_low, people_high, ride_reading = 30, 50, "b"
    """


@answer(ONE, 0)
def other_streams():
    """Standard streams that raise."""
    return """
    RIGHT
    import sys
    class Spoil:
        def __getattr__(self, name): raise RuntimeError("stream")
    sys.stdout = sys.stderr = sys.__stdout__ = sys.displayhook = sys.excepthook = Spoil()
    """


@answer(ONE, 0)
def a_small_stack():
    """No room to call anything."""
    return "RIGHT\nimport sys\nsys.setrecursionlimit(sys.getrecursionlimit() // 40)"


@answer(ONE, 0)
def warnings_are_errors():
    """Every warning is an error, and everything is logged."""
    return """
    RIGHT
    import logging, warnings
    warnings.simplefilter("error")
    logging.basicConfig(level=0, force=True)
    """


@answer(ONE, 0)
def in_another_place():
    """Another folder, another language, another time zone, another clock."""
    return """
    RIGHT
    import locale, os, time
    os.chdir("/")
    os.environ.clear()
    os.environ["TZ"] = "Asia/Kathmandu"
    time.tzset()
    os.umask(0o777)
    time.monotonic = time.time = time.perf_counter = lambda: 0.0
    """


@answer(ONE, 0)
def deletes_its_files():
    """All files that can be deleted are."""
    return """
    RIGHT
    import shutil
    for place in ("/room", "/", "/usr", "."):
        shutil.rmtree(place, ignore_errors=True)
    """


@answer(ONE, 14, "NameError", assignment=MODULE)
def forgets_its_names():
    """``%reset`` forgets all names, also those of the setup, as it would at home."""
    return "%reset -f\npeople_low = rsvps"


@answer(ONE, 11, "attribution", assignment=MODULE)
def poisoned_names():
    """The names of the setup are gone. Questions that need them fail, as they would at home."""
    return "RIGHT\nrsvps = None\ndel attribution"


@answer("hidden_riders", 4, "NameError", assignment=MODULE)
def a_name_that_is_not_there():
    """A plain mistake, for once."""
    return "estimate, low, high = chapman(1, 2, 3)"


@answer(ONE, 0)
def an_audit():
    """A hook that nothing can take away, and that forbids to read files and to compile code."""
    return """
    RIGHT
    import sys
    def forbid(event, values):
        if event in ("compile", "exec", "open", "import"): raise RuntimeError("forbidden")
    sys.addaudithook(forbid)
    """


@answer(ONE, 0)
def no_limits_left():
    """All limits are set to nothing."""
    return """
    RIGHT
    import resource
    for name in ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_AS", "RLIMIT_STACK", "RLIMIT_DATA"):
        resource.setrlimit(getattr(resource, name), (0, 0))
    """


@answer(ONE, 0)
def poisoned_attributes():
    """Attributes of classes, of those written in C as well, are something else."""
    return """
    RIGHT
    import gc, pandas as pd
    pd.Series.str = None
    gc.get_referents(vars(str))[0]["lower"] = lambda self: "poison"
    gc.get_referents(vars(float))[0]["__sub__"] = lambda self, other: 0.0
    """


@answer(ONE, 0)
def other_ways_to_import():
    """What is imported from now on comes from elsewhere."""
    return """
    RIGHT
    import sys
    class Evil:
        def find_spec(self, *values): raise RuntimeError("import")
    sys.meta_path.insert(0, Evil())
    sys.path_importer_cache.clear()
    """


@answer(ONE, 0)
def parts_of_the_shell():
    """The parts of IPython that read, run and show cells are gone."""
    return """
    RIGHT
    shell = get_ipython()
    shell.input_transformer_manager.line_transforms.append(lambda lines: ["1 / 0"])
    shell.compile = None
    """


@answer(ONE, 0)
def a_debugger():
    """Debuggers that wait for somebody."""
    return """
    RIGHT
    import code, pdb
    for call in (breakpoint, pdb.set_trace, code.interact, help, lambda: get_ipython().debugger()):
        try:
            call()
        except BaseException:
            pass
    """


@answer(ONE, 0)
def a_thread_that_prints():
    """A thread that goes on to print, beside all cells that follow."""
    return """
    RIGHT
    import threading, time
    def chatter():
        while True: print("still here")
    threading.Thread(target=chatter, daemon=True).start()
    """


@answer(ONE, 3, "SyntaxError")
def code_that_is_too_deep():
    """Brackets in brackets, more than a parser can bear."""
    return "x = " + "(" * 5000 + ")" * 5000


@answer(ONE, 3)
def numbers_in_code():
    """A number of a hundred thousand digits, written down."""
    return "people_low = " + "9" * 100_000
