"""A few sentences that a notebook shows as formatted text."""

from workbook.i18n import direction


class Words(str):
    """Markdown as the value of a cell: Jupyter colours its code, in the page's own theme."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        if direction() == "ltr":
            return str(self)
        return f'<div dir="{direction()}">\n\n{self}\n\n</div>'
