"""A disk with no more room than a test allows."""

import resource
from contextlib import contextmanager


@contextmanager
def files_no_larger_than(size):
    """What a full disk does to whoever writes: the write fails, here beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
