"""Has a guest's browser compute for a moment before it posts, so that a thousand posts cost a thousand moments.

ALTCHA's first protocol: a number is to be found whose SHA-256 behind a signed salt is the challenge. A solution is good
for one post on one page, as long as the form is.
"""

import base64
import json
from datetime import UTC, datetime, timedelta

from altcha import v1
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.tokens import FORM_SECONDS

ALGORITHM = "SHA-256"
MOST = 50_000  # numbers to try: half a second of an ordinary phone
LONGEST = 1000  # characters of a solution
STRINGS = ("algorithm", "challenge", "salt", "signature")


class BadSolution(Exception):
    """The work was not done, or not for this; `code` says which: required, invalid, expired or used."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def challenge(page_id: int) -> dict[str, object]:
    """Give what a browser is to solve: {algorithm, challenge, maxnumber, salt, signature}."""
    made = v1.create_challenge(
        algorithm=ALGORITHM,
        max_number=MOST,
        hmac_key=_key(),
        expires=timezone.now() + timedelta(seconds=FORM_SECONDS),
        params={"page": str(page_id)},
    )
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


def spend(solution: str, page_id: int) -> None:
    """Take a solution (base64 of JSON, as ALTCHA's widgets send it) for one post on a page. Raises BadSolution."""
    if not solution:
        raise BadSolution("required")
    found = _read(solution)
    params = v1.extract_params(found)
    if params.get("page") != [str(page_id)] or not v1.verify_solution(found, _key(), check_expires=False)[0]:
        raise BadSolution("invalid")
    # What is signed is ours, and has one time in it.
    if datetime.fromtimestamp(int(params["expires"][0]), UTC) < timezone.now():
        raise BadSolution("expired")
    if not cache.add(f"proof-of-work:{found['challenge']}", 1, FORM_SECONDS):
        raise BadSolution("used")


def _read(solution: str) -> dict:
    try:
        found = json.loads(base64.b64decode(solution[: LONGEST + 1], validate=True))
    except (ValueError, RecursionError):
        raise BadSolution("invalid") from None
    plain = isinstance(found, dict) and all(isinstance(found.get(name), str) for name in STRINGS)
    if not plain or type(found.get("number")) is not int or found["algorithm"] != ALGORITHM:
        raise BadSolution("invalid")
    return {name: found[name] for name in (*STRINGS, "number")}


def _key() -> str:
    return salted_hmac("comments.proof_of_work", "challenges", algorithm="sha256").hexdigest()
