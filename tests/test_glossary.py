"""The glossary: sorted, each word once, each taught by a module, and linked from every page."""

import re

from workbook import glossary, paths
from workbook.build import exercise, lesson, source
from workbook.build import glossary as page

LINK = re.compile(r"\]\(([^)]+)\)")


def test_the_words_are_sorted_and_unique():
    words = [term.term.casefold() for term in glossary.load()]
    assert words == sorted(words)
    assert len(set(words)) == len(words)
    assert 30 <= len(words) <= 45


def test_each_is_explained_in_one_or_two_short_sentences():
    for term, says, module in glossary.load():
        sentences = re.findall(r"[.?](?:\s|$)", says)
        assert 1 <= len(sentences) <= 3, term
        assert len(says) <= 190, term
        assert says[0].isupper(), term
        assert says.endswith("."), term
        assert "://" not in says, term
        assert 1 <= module <= 8, term


def test_each_module_that_is_there_is_a_link_and_each_link_is_there():
    made = page.page()
    there = {int(folder.name[:2]): folder.name for folder in source.modules()}
    for term in glossary.load():
        (line,) = [line for line in made.splitlines() if line.startswith(f"- **{term.term}**")]
        links = LINK.findall(line)
        if term.module in there:
            assert links == [f"{there[term.module]}.ipynb"]
    for link in LINK.findall(made):
        assert (paths.MODULES / link.removesuffix(".ipynb") / "lesson.md").exists()


def test_the_page_is_built():
    assert (paths.COURSE / page.NAME).read_text(encoding="utf-8") == page.page()


def test_every_lesson_and_exercise_links_to_it():
    for folder in source.modules():
        made = lesson.learner_notebook(source.read(folder / "lesson.md"))
        assert "(glossary.md)" in made.cells[-1].source
        if (folder / "exercise.md").exists():
            made = exercise.solution_notebook(source.read(folder / "exercise.md"))
            assert any("(../course/glossary.md)" in cell.source for cell in made.cells)
