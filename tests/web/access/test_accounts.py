"""The file of accounts, and the commands that change it."""

import io
import os
import stat
import sys
import time

import pytest

from askreviews.errors import AskReviewsError
from askreviews.web.access.accounts import Accounts
from commandline import CommandLine, without_settings
from guarded import PASSWORD


@pytest.fixture
def users(tmp_path, monkeypatch, capsys):
    """``askreviews users``, with what comes by standard input."""
    without_settings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    run = CommandLine(capsys, monkeypatch)

    def command(*words, typed="", refused=False):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return (run.refused if refused else run)("users", *words)

    return command


def test_accounts_are_added_listed_changed_and_removed(users):
    assert users("list").out == "There are no accounts.\n"
    added = users("add", "Olga@Council.example", "--role", "operator", typed=f"{PASSWORD}\n")
    assert added.out.startswith("olga@council.example may sign in now, as operator.\n")
    assert "started again" in added.out
    assert "started again" not in users("add", "rita", typed=PASSWORD).out
    assert users("list").out == "olga@council.example  operator\nrita                  reader\n"
    accounts = Accounts(accounts_folder())
    former = accounts.find("RITA")
    assert users("passwd", "Rita", typed="another long password").code == 0
    assert accounts.find("rita").password != former.password
    assert users("remove", "rita").code == 0
    assert "asks for none" in users("remove", "olga@council.example").out
    assert accounts.all() == ()


def test_a_token_is_printed_once_and_only_its_hash_is_kept(users):
    users("add", "brief-writer", typed=PASSWORD)
    told = users("token", "Brief-Writer")
    token = told.out.strip()
    assert len(token) > 40
    assert "shown once" in told.err
    accounts = Accounts(accounts_folder())
    assert accounts.of_token(token).name == "brief-writer"
    assert token not in accounts.path.read_text("utf-8")
    assert users("list").out == "brief-writer  reader  (has a token)\n"
    assert users("token", "brief-writer").out.strip() != token
    assert accounts.of_token(token) is None
    assert "no longer ask" in users("token", "brief-writer", "--remove").out
    assert users("list").out == "brief-writer  reader\n"
    assert "There is no account 'sam'" in users("token", "sam", refused=True)


def accounts_folder():
    from askreviews.settings import load_settings

    return load_settings().data


def test_the_file_is_its_owners_alone_and_holds_no_password(users):
    users("add", "rita", typed=PASSWORD)
    path = accounts_folder() / "accounts.json"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text("utf-8")
    assert "$argon2id$" in path.read_text("utf-8")
    users("passwd", "rita", typed=PASSWORD)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["accounts.json", "accounts.json.lock"]


def test_what_cannot_be_done_is_one_sentence(users, monkeypatch):
    short = users("add", "rita", typed="eleven char\n", refused=True)
    assert "it needs 12 characters or more" in short
    assert "eleven" not in short
    assert "too long" in users("add", "rita", typed="x" * 1001, refused=True)
    assert "can't be a name" in users("add", "rita smith", typed=PASSWORD, refused=True)
    users("add", "rita", typed=PASSWORD)
    assert "already" in users("add", "RITA", typed=PASSWORD, refused=True)
    for command in ("remove", "passwd"):
        assert "There is no account 'sam'" in users(command, "sam", typed=PASSWORD, refused=True)
    users("add", "sam", "--role", "root", typed=PASSWORD, refused=True)
    monkeypatch.setenv("ASKREVIEWS_MIN_PASSWORD", "30")
    assert "needs 30" in users("passwd", "rita", typed=PASSWORD, refused=True)


def test_a_password_is_typed_twice_unseen_at_a_terminal(users, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another long password"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    monkeypatch.setattr(io, "StringIO", Terminal)
    assert users("add", "rita").code == 0
    assert "not the same" in users("passwd", "rita", refused=True)


def test_a_running_server_sees_what_another_process_changed(tmp_path):
    serving, changing = Accounts(tmp_path), Accounts(tmp_path)
    changing.add("rita", "reader", PASSWORD)
    assert serving.find("rita")
    begun = time.perf_counter()
    for _ in range(100):
        serving.find("rita")
    assert time.perf_counter() - begun < 1  # asked for at each request
    changing.remove("rita")
    assert serving.find("rita") is None


@pytest.mark.parametrize("text", ["", "{", '{"accounts": [{"name": "rita"}]}', "[1]"])
def test_a_damaged_file_is_one_sentence_that_quotes_none_of_it(tmp_path, text):
    (tmp_path / "accounts.json").write_text(text, "utf-8")
    for do in (Accounts(tmp_path).all, lambda: Accounts(tmp_path).add("a", "reader", PASSWORD)):
        with pytest.raises(AskReviewsError, match="cannot be read \\(it is damaged\\)") as raised:
            do()
        assert raised.value.__cause__ is None
    assert (tmp_path / "accounts.json").read_text("utf-8") == text


def test_no_other_host_is_served_without_accounts(tmp_path, capsys, monkeypatch):
    without_settings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    run = CommandLine(capsys, monkeypatch)
    for host in ("0.0.0.0", "::"):
        sentence = run.refused("serve", "--host", host, "--port", "7969")
        assert "users add" in sentence and "--auth-proxy" in sentence
    assert "is not of that form" in run.refused("serve", "--port", "7969", "--auth-proxy", "me")
    assert "name both" in run.refused("serve", "--port", "7969", "--tls-cert", "x.pem")
    assert not (tmp_path / "index").exists()
