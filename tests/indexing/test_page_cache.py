"""Images of pages kept with the index: few, whole, and gone with their files."""

import os

import pytest

from askreviews.indexing.page_cache import MOST_KEPT, keep_page, kept_page, sweep_pages
from disk import files_no_larger_than

ONE, OTHER = "a" * 64, "b" * 64


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_what_is_kept_is_found_again(tmp_path):
    assert kept_page(tmp_path, ONE, "3-x") is None
    keep_page(tmp_path, ONE, "3-x", b"image")
    assert kept_page(tmp_path, ONE, "3-x") == b"image"
    assert kept_page(tmp_path, OTHER, "3-x") is None
    assert files(tmp_path) == [f"pages/{ONE}/3-x.png"]


def test_the_oldest_go_when_there_are_many(tmp_path):
    for number in range(MOST_KEPT + 3):
        keep_page(tmp_path, ONE, f"{number}-x", b"image")
        path = tmp_path / "pages" / ONE / f"{number}-x.png"
        os.utime(path, ns=(number, number))
    assert len(files(tmp_path)) == MOST_KEPT
    assert kept_page(tmp_path, ONE, "2-x") is None
    assert kept_page(tmp_path, ONE, "3-x") == b"image"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "pages").write_text("a file stands where the folder would")
    keep_page(tmp_path, ONE, "3-x", b"image")
    assert kept_page(tmp_path, ONE, "3-x") is None


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    with files_no_larger_than(10):
        keep_page(tmp_path, ONE, "3-x", b"image" * 100)
    assert files(tmp_path) == []


@pytest.mark.parametrize("keep", [set(), {ONE}])
def test_sweeping_leaves_the_files_that_are_held(tmp_path, keep):
    for source in (ONE, OTHER):
        keep_page(tmp_path, source, "3-x", b"image")
    (tmp_path / "pages" / ONE / ".half").write_bytes(b"ima")
    sweep_pages(tmp_path, keep)
    assert files(tmp_path) == [f"pages/{source}/3-x.png" for source in keep]


def test_sweeping_an_index_without_images_is_nothing(tmp_path):
    sweep_pages(tmp_path, {ONE})
    assert files(tmp_path) == []
