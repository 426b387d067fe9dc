"""The demo: what a first visitor finds, as content files and the code that loads them once."""
