"""Claims about the world carry a fact id, and numbers of the sample data are computed."""

import pytest

from workbook import paths
from workbook.build import claims, course, exercise, lesson, prose, source, typed, wrong
from workbook.errors import Problem

SOURCES = sorted(paths.MODULES.glob("*/*.md"))
MODULES = source.modules()
FRONT = '---\ntitle: "A lesson"\nminutes: 5\nnumbers: {three: 1 + 2}\n---\n\n# A lesson\n\n'


@pytest.fixture
def read(tmp_path):
    """A source file with the given text below its title."""

    def written(text, name="lesson.md"):
        folder = tmp_path / "02_why_use_it"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(FRONT + text, encoding="utf-8")
        return source.read(folder / name)

    return written


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_claim_in_the_text_has_a_fact(path):
    assert claims.faults(source.read(path)) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("It was so in 2024.", "2024"),
        ("Of the adults, 37% use it.", "37%"),
        ("63 of 100 adults use it.", "63%"),
        ("About 6,200 people came.", "6,200"),
        ("They asked 664 users.", "664"),
        ("It looked at 11.4 million posts.", "11.4 million"),
        ("A study shows it.", "study"),
        ("They Found that it works.", "Found that"),
        ("GEMA says so.", "GEMA"),
        ("TikTok itself says that it counts.", "TikTok itself says"),
        ("TikTok's advertising policy forbids it.", "TikTok's advertising policy"),
        ("- one\n- and in 2023, two", "2023"),
        ("| a | b |\n|---|---|\n| 37% | c |", "37%"),
        ("A true one {fact}`R1`.\n\nAnd 37% use it.", "37%"),
    ],
)
def test_a_claim_without_a_fact_stops_the_build_with_its_line(read, text, sign):
    with pytest.raises(Problem) as fault:
        claims.verify(read(text))
    assert f"“{sign}” sounds like a claim" in str(fault.value)
    line = (FRONT + text).splitlines().index(text.splitlines()[-1]) + 1
    assert str(fault.value).startswith(f"modules/02_why_use_it/lesson.md, line {line}: ")


@pytest.mark.parametrize(
    "text",
    [
        "It was so in 2024 {fact}`R1`.",
        "What was reported {fact}`R9`:\n\n- in 2021;\n- on phones.",
        "What was asked {fact}`R1`:\n\n| who | how many |\n|---|---|\n| adults | 37% |",
        "How many of 200 people is that, or 37%?",
        "In our invented list 37% came.",
        "Suppose that 300 people come.",
        "For each 1,000 views, count the clicks, and {number}`three` comments.",
        "In 100 to 150 words, answer.",
        "The 95% interval is wide. Give 0.25 for 25%. See `x = 2024` in the case study.",
        "- **a**: In 2024 it was 37%.",
        "% no claim: an example\nSay that 300 people come.",
        "- one\n% no claim: an example\n- 300 people",
        "## In 2021 it was so",
        '+++ {"tags": ["trainer"], "minutes": 3}\n\nIn 2024 it was 37%.',
        "```{code-cell} ipython3\nx = 2024\n```",
    ],
)
def test_what_is_no_claim_about_the_world_needs_none(read, text):
    assert claims.faults(read(text)) == []


def test_an_exception_holds_for_one_block(read):
    lines = [line for line, _ in claims.faults(read("% no claim: x\nIn 2023.\n\nIn 2024."))]
    assert lines == [len(FRONT.splitlines()) + 4]


def test_a_comment_does_not_reach_the_learner(read):
    text = "% no claim: an example\nSay 300.\n\n% another note\n\n- a\n% no claim: b\n- 400"
    built = lesson.learner_notebook(read(text))
    words = "".join(cell.source for cell in built.cells)
    assert "no claim" not in words
    assert "another note" not in words
    assert "- a\n- 400" in words


QUIZ = """A {{fact}}`R2`.

```{{code-cell}} ipython3
:tags: [hide]

quiz(
    "an_item",
    ask="{ask}",
    choices=[wrong("{other}", because="{reason}"), right("{answer}", because="{because}")],
)
```
"""


def filled(**words):
    empty = dict.fromkeys(("ask", "other", "reason", "answer", "because"), "x")
    return QUIZ.format(**empty | words)


@pytest.mark.parametrize(
    "words",
    [
        {"answer": "63 of 100 in the US", "reason": "At 65 it is 12%."},
        {"ask": "Of 300 people 40 came. And?", "answer": "260 did not.", "because": "It is 13%."},
        {"other": "All of the 4,000", "because": "Nobody saw 4,000."},
        {"ask": "One with 10%, one with 30%, one with 90%?", "reason": "Their mean is 43%."},
        {"because": "{number}`three` in all"},
    ],
)
def test_numbers_of_a_quiz_that_are_cited_or_its_own(read, words):
    assert claims.faults(read(filled(**words))) == []


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ({"answer": "It was 64% in the US."}, "64%"),
        ({"because": "That was in 2019."}, "2019"),
        ({"reason": "It was 4,321."}, "4,321"),
        ({"other": "About 4,321", "answer": "Not 4,321"}, "4,321"),
    ],
)
def test_a_number_of_a_quiz_from_nowhere_is_named(read, words, figure):
    ((line, reason),) = claims.faults(read(filled(**words)))
    assert f"“{figure}” in the quiz 'an_item'" in reason
    assert line == len((FRONT + QUIZ).splitlines()) - 2


def test_a_number_in_a_quiz_is_computed(read):
    built = lesson.learner_notebook(read(filled(because="{number}`three` in all")))
    assert 'because="3 in all"' in "".join(cell.source for cell in built.cells)


def test_numbers_and_facts_in_an_exercise_are_filled_in(read):
    question = (
        "Look {number}`three` times {fact}`R1`.\n\n"
        "```{code-cell} ipython3\n---\nquestion: a\nlevel: B\n"
        "hints:\n  - It is {number}`three`.\n---\na = ...\n"
        "### BEGIN SOLUTION\na = 3\n### END SOLUTION\n```\n\n"
        "```{code-cell} ipython3\n---\ncheck: a\npoints: 1\n---\nq.number('a', lambda: a, 3)\n```\n"
    )
    cells = exercise.solution_notebook(read(question, "exercise.md")).cells
    assert "Look 3 times [\\[1\\]](#Notes-and-sources" in cells[0].source
    assert cells[1].metadata["workbook"]["hints"] == ["It is 3."]
    assert any("Pew Research Center found that 21%" in cell.source for cell in cells)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_number_of_the_sample_data_is_typed(module, other_tables, monkeypatch):
    files = [source.read(path) for path in sorted(module.glob("*.md"))]
    here = [typed.values(file) for file in files]
    monkeypatch.setenv("WORKBOOK_DATA", str(other_tables))
    elsewhere = [typed.values(file) for file in files]
    sample = [v for pair in zip(here, elsewhere, strict=True) for v in typed.changed(*pair)]
    found = {
        f"{file.name}, line {n}: {why}" for file in files for n, why in typed.faults(file, sample)
    }
    assert found == set()
    said = {answer.path.name: answer.says for answer in wrong.read(module)}
    assert {name: typed.typed(words, sample, 2) for name, words in said.items()} == {
        name: [] for name in said
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The median is 1,055 views.", ["1,055"]),
        ("The first rate is 7.5.", ["7.5"]),
        ("It is 7.50% here, and {number}`rate` there.", ["7.50%"]),
        ("From 31.7 to 1,055,000", []),
        ("Twelve, 12, and `1055` in code", []),
    ],
)
def test_a_typed_number_is_found_in_the_ways_a_text_gives_it(words, expected):
    assert typed.typed(words, [1055.0, 0.07504, 12.0]) == expected


def test_a_value_that_does_not_depend_on_the_tables_is_no_sample_number():
    assert typed.changed({"wilson": 31.0, "people": 400.0}, {"wilson": 31.0, "people": 395.0}) == [
        400.0
    ]


def test_blocks_know_their_section_and_line():
    text = source.read(paths.MODULES / "03_case_study" / "lesson.md")
    lines = text.text.splitlines()
    found = prose.blocks(text)
    assert len(found) > 60
    for block in found:
        assert block.text.split()[0] in lines[block.line - 1]
    assert not any(":say:" in block.text for block in found)  # a trainer's cell
    assert not any("Rubric" in b.text for b in prose.blocks(source.read(SOURCES[-1])))


def test_a_claim_stops_the_build(read, monkeypatch):
    spoiled = read("In 2024 it was so.")
    monkeypatch.setattr(source, "read", lambda path: spoiled)
    with pytest.raises(Problem, match="sounds like a claim"):
        list(course.build_module(spoiled.path.parent, spoiled.path.parent))
