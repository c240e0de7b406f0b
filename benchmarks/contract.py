"""The HTTP API held to its own description by schemathesis, which is hostile to it.

    python benchmarks/contract.py SCHEMATHESIS [--examples 50] [--index index]

SCHEMATHESIS is its command `st`; `make contract` installs it in an environment of its own (MIT,
93 MB with what it needs) and runs this. It sends what fits the description and what doesn't, and
fails on a server error, a status or header that isn't described, an answer that is not of its
schema, what fits refused or what doesn't taken, and what is answered without the token.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from served import served

# The gate tells of no address which methods it would take: 404, not 405.
_LEFT_OUT = "unsupported_method"


def main() -> None:
    """Serve, and let it loose."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("schemathesis", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--examples", type=int, default=50, help="of each operation and kind")
    given = parser.parse_args()
    with served(given.corpus, given.index, max_per_minute=0) as server:
        ran = subprocess.run(
            [
                given.schemathesis, "run", f"{server.address}/api/v1/openapi.json",
                "--header", f"Authorization: Bearer {server.token}",
                "--checks", "all", "--exclude-checks", _LEFT_OUT,
                "--max-examples", str(given.examples), "--seed", "7",
                "--continue-on-failure", "--request-timeout", "60",
            ],
            check=False,
        )  # fmt: skip
    sys.exit(ran.returncode)


if __name__ == "__main__":
    main()
