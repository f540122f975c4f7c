"""QR pictures of addresses, drawn here: nothing is asked of any server.

Error correction is level M: the picture is still read with about 15% of it hidden or dirty. Around
it stands the quiet zone of four modules that the standard asks for (ISO/IEC 18004). It is black on
white in both themes, because many phones do not read it the other way round.
"""

from functools import lru_cache
from html import escape

import segno

from workbook.i18n import text

QUIET = 4
"""White modules on each side."""


@lru_cache(maxsize=256)  # one more name in a list leaves the other pictures as they are
def code(address: str) -> segno.QRCode:
    """The picture of ``address``, at least as small as level M allows."""
    # Without a boost every link of a sheet is as coarse as it can be, and so easiest to scan.
    return segno.make_qr(address, error="m", boost_error=False)


def svg(address: str) -> str:
    """The picture as inline SVG that says the address; as wide as the place it is put in."""
    drawn = code(address).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    label = escape(alt(address))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def image(address: str, pixels: int) -> str:
    """The picture as an ``<img>``, for notebooks: JupyterLab takes SVG out of stored ones."""
    source = code(address).svg_data_uri(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return (
        f'<img width="{pixels}" height="{pixels}" alt="{escape(alt(address))}" '
        f'src="{escape(source)}">'
    )


def alt(address: str) -> str:
    """What the picture says, in words."""
    return text("QR picture of the address {address}", address=address)
