"""Settings › Comment rules: what holds a comment, what marks it as spam, and a way to try that out."""
