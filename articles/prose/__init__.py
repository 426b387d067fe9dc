"""An article as running text, for those who read it outside of a front end: feed readers and language models."""
