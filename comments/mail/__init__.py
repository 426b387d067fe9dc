"""Mail to readers: what waits is rows, what sends them are `later` tasks, and what they say is in each reader's language.

A task is enqueued in the transaction of its cause. It bears being run twice and being killed on the way: a row is taken
(`…_taken_at`) before it is sent and marked after it; a taken one whose worker died is free again after LEASE.
"""
