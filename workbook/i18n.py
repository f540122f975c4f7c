"""Words and numbers in the reader's language.

Every sentence a person can see is one whole message with named places: ``text("{n} people rode",
n=number(40))``. A sentence is never glued from pieces, because other languages order them
differently. Catalogs are gettext files in ``locale/<language>/LC_MESSAGES/workbook.mo``; where a
message has no translation, the English one is shown.
"""

import gettext
import os
from decimal import ROUND_HALF_UP, Decimal

from workbook import paths

_RIGHT_TO_LEFT = {"ar"}
_language = os.environ.get("WORKBOOK_LANGUAGE", "en")
_catalog: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Show everything from now on in ``language``, a code such as ``"en"`` or ``"ar"``."""
    global _language, _catalog
    _language = language
    _catalog = gettext.translation(
        "workbook", localedir=paths.LOCALE, languages=[language], fallback=True
    )


def language() -> str:
    """The code of the language in use."""
    return _language


def direction() -> str:
    """``"rtl"`` for a language written from right to left, else ``"ltr"``."""
    return "rtl" if _language in _RIGHT_TO_LEFT else "ltr"


def text(message: str, /, **values: object) -> str:
    """``message`` in the language in use, with ``{names}`` filled from ``values``."""
    translated = _catalog.gettext(message)
    return translated.format(**values) if values else translated


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the message that fits ``count``; both forms may use ``{count}``."""
    return _catalog.ngettext(one, many, count).format(count=number(count), **values)


def number(value: float, digits: int = 0) -> str:
    """``1234.5`` as ``1,235``, or with ``digits`` decimals. Halves go up, as with a pencil."""
    return _rounded(Decimal(repr(float(value))), digits)


def percent(share: float, digits: int = 0) -> str:
    """A share of 0 to 1 as a percentage: ``0.529`` is ``53%``."""
    # In decimals: 100 * 0.0525 is a little less than 5.25 in floating point.
    return _rounded(Decimal(repr(float(share))) * 100, digits) + "%"


def _rounded(value: Decimal, digits: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


use(_language)
