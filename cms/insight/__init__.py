"""Reports › Moderation: the figures of `comments.statistics`, drawn as the reports of `articles` draw theirs."""
