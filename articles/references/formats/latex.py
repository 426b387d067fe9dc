"""Text that is written in LaTeX, as plain text."""

import re
from functools import cache, lru_cache

from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

# Characters that mean something to LaTeX, or may be part of what does; all other text is what it says.
_SPECIAL = re.compile(r"[\\{}$~]|--|``|''")
_BARE = re.compile(r"(?<!\\)([%&#])")
_DOLLAR = re.compile(r"(?<!\\)\$")


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "bibliography",
        prepend=True,
        macros=[
            MacroTextSpec("url", simplify_repl="%s"),
            MacroTextSpec("href", simplify_repl="%2$s"),
            MacroTextSpec("textasciicircum", simplify_repl="^"),
        ],
    )
    return LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True, strict_latex_spaces=False)


@cache
def _grammar() -> object:
    """Give what the walker knows of macros; it makes this anew for each text if it is not told."""
    return latexwalker.get_default_latex_context_db()


@lru_cache(maxsize=4096)  # names and journals come again and again
def text(raw: str) -> str:
    """Give LaTeX as one line of plain text; what cannot be decoded loses its braces only.

    A bare % or & is what it says, as databases write it ("5% of patients", "J & J"), not a comment or a column.
    """
    if not _SPECIAL.search(raw):
        return " ".join(raw.split())
    prepared = _BARE.sub(r"\\\1", raw)
    if len(_DOLLAR.findall(prepared)) % 2:
        prepared = _DOLLAR.sub(r"\\$", prepared)
    try:
        walker = latexwalker.LatexWalker(prepared, latex_context=_grammar(), tolerant_parsing=True)
        decoded = _decoder().nodelist_to_text(walker.get_latex_nodes()[0])
    except Exception:  # any of pylatexenc's own, for text that is no LaTeX after all
        decoded = raw.replace("{", "").replace("}", "")
    return " ".join(decoded.split())


def verbatim(raw: str) -> str:
    r"""Give an identifier or address, in which only escapes ("\_", "{\%}") and \url are LaTeX."""
    bare = re.sub(r"\\url\s*", "", raw)
    bare = re.sub(r"\\([_%&#$~^])", r"\1", bare)
    return bare.replace("{", "").replace("}", "").strip()
