"""An index on a disk that is full or can only be read: it still answers."""

import shutil
import subprocess
import sys

import pytest

# A file system of its own for one command, where the system lets anybody have that.
APART = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"]
READ = """
import sys
from pathlib import Path
from askreviews.indexing.generations import read_manifest, segment_folder
from askreviews.indexing.segment import Segment
folder = Path(sys.argv[1])
(name,) = read_manifest(folder).segments
segment = Segment(segment_folder(folder, name))
segment.open()
vector = segment.store.client.get(limit=1, include=["embeddings"])["embeddings"][0]
print(len(segment.dense(vector, 3, None)), "found")
segment.close()
"""
ONLY_READ = 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; ! touch "$1/x" 2>/dev/null'
FULL = 'mount -t tmpfs -o size=6m none "$2"; cp -r "$1/." "$2"; ! cat /dev/zero >"$2/x" 2>/dev/null'


def can_be_apart():
    try:
        return subprocess.run([*APART, "mount -t tmpfs none /mnt"], check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not can_be_apart(), reason="file systems of one's own are not allowed here")
@pytest.mark.parametrize(("disk", "read"), [(ONLY_READ, 1), (FULL, 2)], ids=["only read", "full"])
def test_an_index_is_read_where_nothing_can_be_written(index_folder, tmp_path, disk, read):
    folder = shutil.copytree(index_folder, tmp_path / "index")
    full, passing = tmp_path / "full", tmp_path / "passing"
    full.mkdir()
    passing.mkdir()
    command = f'{disk}; export TMPDIR="$3"; "$4" -c "$5" "${read}"'
    given = [folder, full, passing, sys.executable, READ]
    ran = subprocess.run([*APART, command, "sh", *map(str, given)], capture_output=True, text=True,
                         check=False)  # fmt: skip
    assert ran.stdout == "3 found\n", ran.stderr
    assert [*passing.iterdir()] == []
