"""The public API of articles."""
