"""Raw block values to test with."""

import uuid


def block(kind, **value):
    """Give a raw block; `id` among the values is the block's own."""
    return {"type": kind, "id": value.pop("id", str(uuid.uuid4())), "value": value}


def items(*values):
    """Give a raw list."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def source(reference, **fields):
    """Give a raw source that cites a reference, or its id."""
    return {"reference": getattr(reference, "pk", reference), "direction": "supports", **fields}
