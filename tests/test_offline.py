"""Nothing leaves the machine: with the network gone, all that the program does works.

A process of its own indexes, asks, makes packs, evaluates, adds a file and serves the page. In it
Python's sockets refuse, and record, every address but loopback; and where this machine allows it,
the kernel has given it no network at all.
"""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

OFFLINE = r"""
import json, os, shutil, signal, socket, sys, threading, time, urllib.request
from pathlib import Path

corpus, index, port, where, out = sys.argv[1:]
tried = []


def loopback(host):
    return host is None or str(host) in ("localhost", "::1", "") or str(host).startswith("127.")


def guard():
    # Refuse, and note down, whatever is not for this machine.
    def refuse(what):
        tried.append(str(what))
        raise OSError(101, "Network is unreachable")

    for name in ("connect", "connect_ex", "sendto"):
        def guarded_call(self, *given, real=getattr(socket.socket, name)):
            if self.family in (socket.AF_INET, socket.AF_INET6) and not loopback(given[-1][0]):
                refuse(given[-1])
            return real(self, *given)
        setattr(socket.socket, name, guarded_call)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        def guarded_look_up(host, *given, real=getattr(socket, name), **named):
            if not loopback(host):
                refuse(host)
            return real(host, *given, **named)
        setattr(socket, name, guarded_look_up)


def loopback_up():
    # A new network namespace has its loopback down.
    import fcntl, struct
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 0x41) + bytes(14))  # SIOCSIFFLAGS, UP


def without_a_route():
    # How many packets this network namespace could not send anywhere.
    rows = [row.split() for row in Path("/proc/net/snmp").read_text().splitlines()]
    counts = dict(zip(*(row for row in rows if row[0] == "Ip:")))
    six = dict(r.split() for r in Path("/proc/net/snmp6").read_text().splitlines())
    return int(counts["OutNoRoutes"]) + int(six["Ip6OutNoRoutes"])


def fails_to_leave():
    for address in (("192.0.2.1", 80), ("example.org", 80)):
        try:
            socket.create_connection(address, 2).close()
            return False
        except OSError:
            pass
    return True


def command(*words):
    from askreviews.cli import main
    sys.argv = ["askreviews", *words]
    try:
        main()
    except SystemExit as ended:
        return ended.code
    return 0


def get(path, data=None):
    head = {"Content-Type": "application/json"} if data else {}
    url = f"http://127.0.0.1:{port}/{path}"
    asked = urllib.request.Request(url, data and json.dumps(data).encode(), head)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read().decode()


def visit(told):
    try:
        for _ in range(600):
            try:
                told["page"] = get("")
                break
            except OSError:
                time.sleep(0.2)
        config = json.loads(get("config"))
        box = next(c["id"] for c in config["components"]
                   if c["props"].get("label") == "Your question")
        ask = next(d for d in config["dependencies"] if [box, "submit"] in
                   [list(t) for t in d["targets"]])
        data = ["What was recommended for Child N?" if i == box else None for i in ask["inputs"]]
        session = {"session_hash": "visitor", "fn_index": ask["id"], "data": data}
        get("gradio_api/queue/join", session)
        told["answer"] = get("gradio_api/queue/data?session_hash=visitor")
    except Exception as error:
        told["error"] = repr(error)
    finally:
        os.kill(os.getpid(), signal.SIGINT)


before = without_a_route()
if where == "namespace":
    loopback_up()
    assert fails_to_leave() and without_a_route() > before, "the kernel counts nothing"
guard()
assert fails_to_leave() and tried, "what tries to leave goes unnoticed"
del tried[:]
before = without_a_route()
told = {}
told["index"] = command("index", "--corpus", corpus, "--index", index)
from askreviews import Assistant
answer = Assistant.open(index).ask("What do reviews say about handover between areas?")
told["asked"] = answer.status
made = Path(index).parent
for form in ("docx", "pptx", "xlsx", "md"):
    file = made / f"session.{form}"
    told[form] = (command("pack", "handover", "--index", index, "--out", str(file)), file.is_file())
asked = {"id": "a", "question": "What was recommended for Child N?", "expected_status": "answered"}
(made / "set.jsonl").write_text(json.dumps(asked), "utf-8")
told["eval"] = command("eval", str(made / "set.jsonl"), "--index", index,
                       "--html", str(made / "report.html"), "--json", str(made / "run.json"))
hostile = made / "kites.html"
elsewhere = "src=http://192.0.2.1/x"
hostile.write_text(f"<p>Kites matter in the park for every family.</p><img {elsewhere}>"
                   f"<link rel=stylesheet {elsewhere}><iframe {elsewhere}></iframe>", "utf-8")
own = made / "own"
shutil.copytree(corpus, own)
told["add"] = command("add", str(hostile), "--corpus", str(own), "--index", index)
told["found"] = Assistant.open(index).search("kites in the park", limit=1)[0].document_id
corpus = str(own)
os.environ |= {"ASKREVIEWS_CORPUS": corpus, "ASKREVIEWS_INDEX": index}
visitor = threading.Thread(target=visit, args=(told,))
visitor.start()
told["serve"] = command("serve", "--port", port)
visitor.join()
told["tried"] = tried
told["without_a_route"] = without_a_route() - before
Path(out).write_text(json.dumps(told), "utf-8")
"""
NAMESPACE = ["unshare", "--user", "--map-root-user", "--net"]


@pytest.fixture(scope="module")
def alone():
    """Whether a process can be given a network of its own, with nobody on it."""
    tried = shutil.which("unshare") and subprocess.run(
        [*NAMESPACE, "true"], capture_output=True, check=False
    )
    return bool(tried) and tried.returncode == 0


@pytest.fixture(scope="module")
def told(alone, corpus, tmp_path_factory):
    """What came of indexing, asking and the page."""
    folder = tmp_path_factory.mktemp("offline")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = "namespace" if alone else "here"
    command = [sys.executable, "-c", OFFLINE, corpus, folder / "index", str(port), where]
    # It must see to it by itself that no library calls home.
    left_out = ("ASKREVIEWS_", "HF_", "TRANSFORMERS_", "GRADIO_", "HTTP", "ALL_PROXY", "NO_PROXY")
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith(left_out)}
    ran = subprocess.run(
        [*(NAMESPACE if alone else []), *command, folder / "told.json"],
        capture_output=True, text=True, env=environment, cwd=folder, check=False,
    )  # fmt: skip
    assert (folder / "told.json").exists(), ran.stderr
    return json.loads((folder / "told.json").read_text("utf-8"))


def test_packs_and_evaluations_are_made(told):
    assert [told[form] for form in ("docx", "pptx", "xlsx", "md")] == [[0, True]] * 4
    assert told["eval"] == 0
    assert (told["add"], told["found"]) == (0, "added/kites.html")


def test_index_ask_and_the_page_work(told):
    assert "error" not in told, told
    assert (told["index"], told["asked"], told["serve"]) == (0, "answered", 0)
    assert "askreviews" in told["page"]
    assert "bath-time safety" in told["answer"]
    assert "process_completed" in told["answer"]


def test_nothing_tried_to_leave(told):
    assert told["tried"] == []


def test_the_kernel_was_asked_to_send_nothing_away(alone, told):
    """What isn't Python (Chroma, the tokeniser) has no way round this one.

    The network namespace counts what could not be sent anywhere, look-ups of names included.
    """
    if not alone:
        pytest.skip("no network namespace can be made here (unshare --user --net)")
    assert told["without_a_route"] == 0
