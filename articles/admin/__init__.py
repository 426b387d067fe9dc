"""What editors see of this room, beside the pages themselves."""
