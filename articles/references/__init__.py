"""References: how one is completed, read from other programs' files, matched with the library, cited and written out."""

from articles.references.completing import LONGEST_TITLE, NOT_CSL, complete, from_csl, namesake

__all__ = ["LONGEST_TITLE", "NOT_CSL", "complete", "from_csl", "namesake"]
