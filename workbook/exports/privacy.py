"""People are not named in what is kept: hashes, short postal codes, and no small cells."""

import hashlib
import secrets
from pathlib import Path

import numpy as np
import pandas as pd

from workbook.attribution import clean_email
from workbook.errors import Problem
from workbook.exports.cells import words
from workbook.i18n import text

SMALLEST_CELL = 5
"""Fewer people than this in a cell of a table, and somebody who knows them may know who it is.

Four or fewer is what many statistics offices hide; a group that knows its people well may want 10.
"""
_SALT_BYTES = 32
_SALT_FILE = ".own_numbers_salt"


def own_salt(folder: Path) -> bytes:
    """The group's own secret for :func:`hashed`, made by chance at first and kept in ``folder``.

    Who has it and the hashes can try addresses one by one, so it must never be shared or exported.
    Raises Problem if it cannot be read or made, or was changed.
    """
    file = folder / _SALT_FILE
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as new:
                file.chmod(0o600)
                new.write(secrets.token_bytes(_SALT_BYTES))
        salt = file.read_bytes()
    except OSError as fault:
        raise Problem(
            text(
                "The secret for your own numbers cannot be kept in {file}: {reason}. Can you write "
                "to that folder?",
                file=file,
                reason=fault.strerror,
            )
        ) from None
    if len(salt) != _SALT_BYTES:
        raise Problem(
            text(
                "The secret in {file} was changed. Delete that file: a new one will be made, and "
                "people get new hashes.",
                file=file,
            )
        )
    return salt


def hashed(values: pd.Series, salt: bytes) -> pd.Series:
    """A hash of 24 signs for each value; missing stays missing. Raises ValueError without a salt.

    Keyed BLAKE2b: the same value and salt give the same hash, and the value cannot be read from it.
    """
    if not salt:
        raise ValueError(text("People are hashed under a secret: give Settings a salt."))
    key = hashlib.sha256(salt).digest()
    one_each = {
        value: hashlib.blake2b(value.encode(), key=key, digest_size=12).hexdigest()
        for value in values.dropna().unique()
    }
    return values.map(one_each, na_action="ignore").astype("str")


def hashed_people(
    email: pd.Series | None, phone: pd.Series | None, salt: bytes
) -> pd.Series | None:
    """A hash for each person: of the cleaned e-mail address, or of the phone number without one."""
    found = []
    if email is not None:
        found.append(hashed(clean_email(words(email)), salt))
    if phone is not None:
        digits = words(phone).str.replace(r"\D", "", regex=True)
        # The last ten: a country code is typed by some and not by others.
        digits = digits.mask(digits.str.len() < 7).str[-10:]
        found.append(hashed("tel:" + digits, salt))
    if not found:
        return None
    return found[0] if len(found) == 1 else found[0].fillna(found[1])


def postal3(codes: pd.Series) -> pd.Series:
    """The first three signs of postal codes: an area of thousands, not a street."""
    return words(codes).str.upper().str[:3]


def suppress_small(counts: pd.Series | pd.DataFrame, least: int = SMALLEST_CELL) -> pd.DataFrame:
    """Counts of people for a picture or table that will be shared, small ones missing (NA).

    A count of 1 to ``least - 1`` is hidden. Where only one cell of a row or column is hidden, a
    total would give it away, so the smallest other count is hidden too. A 0 stays. Returns a
    DataFrame of Int64. Raises ValueError unless ``least`` is 1 or more and no count is below 0.
    """
    table = pd.DataFrame(counts).astype("Int64")
    values = table.fillna(0).to_numpy(dtype="int64")
    if least < 1 or (values < 0).any():
        raise ValueError(
            text("Counts of people are 0 or more, and the smallest cell is 1 or more.")
        )
    hidden = (values > 0) & (values < least)
    while _hide_another(values, hidden) or _hide_another(values.T, hidden.T):
        pass
    return table.mask(hidden)


def _hide_another(values: np.ndarray, hidden: np.ndarray) -> bool:
    """Hide one more cell of the first column with only one hidden; False if there is none such."""
    for column in np.flatnonzero(hidden.sum(axis=0) == 1):
        others = np.flatnonzero(~hidden[:, column] & (values[:, column] > 0))
        if len(others):
            hidden[others[values[others, column].argmin()], column] = True
            return True
    return False
