"""Imports go one way (DESIGN.md, section 3), and each room knows only what it must."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "askreviews"
# From the ground up; a room imports from its own floor's room and from those below.
FLOORS = (
    ("types", "errors", "settings", "journal", "roles"),
    ("reading",),
    ("indexing",),
    ("retrieval",),
    ("answering",),
    ("backup",),
    ("assistant", "library"),
    ("evaluation", "packs", "web", "audit", "cli"),
)
# Modules that the command line is made of.
OF_THE_COMMAND_LINE = ("backup_commands", "batch", "commands", "doctor", "evaluator_commands",
                       "operator_commands", "privacy_commands", "starting", "terminal",
                       "trainer_commands")  # fmt: skip
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
DOORS = ("assistant", "library", *FLOORS[0])
# What each library is for; nobody else loads it.
ONLY_IN = {
    "chromadb": {"indexing", "cli"},
    "llama_index": {"indexing", "retrieval", "answering"},
    "openai": {"answering"},
    "bm25s": {"indexing"},
    "torch": {"indexing", "retrieval"},
    "transformers": {"indexing", "retrieval"},
    "sentence_transformers": {"indexing", "retrieval"},
    "gradio": {"web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "argon2": {"web"},
    "mcp": {"web"},
    "prometheus_client": {"web"},
    "uvicorn": {"web"},
    "typer": {"cli"},
    "pypdfium2": {"reading"},
    "docx": {"reading", "packs"},
    "pptx": {"reading", "packs"},
    "striprtf": {"reading"},
    "email": {"reading"},
    "trafilatura": {"reading"},
    "sqlite3": {"indexing"},
}
# The two modules that ask another process, where an operator configured one.
CONNECTIONS = (
    "askreviews.answering.language_model.connection",
    "askreviews.indexing.chroma_server",
)
NETWORK = {"requests", "httpx", "urllib.request", "http.client", "aiohttp", "huggingface_hub"}


def room_of(module):
    """The room of a module of ours: ``askreviews.web.page`` is of ``web``."""
    name = [*module.split("."), ""][1]
    return "cli" if name in OF_THE_COMMAND_LINE else name


def imports(path):
    """Every module that a file imports, wherever in it, with its line.

    What stands under ``if TYPE_CHECKING`` counts too: to know a type is to know its room.
    """
    package = ["askreviews", *path.relative_to(SOURCE).with_suffix("").parts][:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            yield module, node.lineno
            if module == "askreviews":  # the package's public names stand for their modules
                yield from ((f"askreviews.{a.name.lower()}", node.lineno) for a in node.names)


MODULES = {
    ".".join(("askreviews", *p.relative_to(SOURCE).with_suffix("").parts)): p
    for p in sorted(SOURCE.rglob("*.py"))
    if p != SOURCE / "__init__.py"
}


def test_every_room_has_its_floor():
    rooms = {room_of(module) for module in MODULES}
    assert rooms <= set(FLOOR), rooms - set(FLOOR)
    assert len(MODULES) > 50


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module):
    own = room_of(module)
    wrong = [
        f"{MODULES[module]}:{line} imports {name}"
        for name, line in imports(MODULES[module])
        if name.split(".")[0] == "askreviews"
        and room_of(name) in FLOOR
        and FLOOR[room_of(name)] > FLOOR[own]
    ]
    assert wrong == []


@pytest.mark.parametrize("module", [m for m in MODULES if FLOOR.get(room_of(m)) == len(FLOORS) - 1])
def test_who_stands_outside_leaves_the_other_rooms_outside_alone(module):
    """Only the command line, which starts each of them, may know them."""
    own = room_of(module)
    others = {room for room in FLOORS[-1] if room != own}
    known = {
        room_of(name) for name, _ in imports(MODULES[module]) if name.startswith("askreviews.")
    }
    assert own == "cli" or not known & others


@pytest.mark.parametrize(
    "module", [m for m in MODULES if room_of(m) in ("evaluation", "web", "packs")]
)
def test_who_stands_outside_goes_in_by_the_two_doors(module):
    own = room_of(module)
    wrong = [
        f"{MODULES[module]}:{line} imports {name}"
        for name, line in imports(MODULES[module])
        if name.startswith("askreviews.") and room_of(name) not in (own, *DOORS)
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_is_known_in_its_own_room_alone(library):
    users = {
        room_of(module)
        for module, path in MODULES.items()
        for name, _ in imports(path)
        if name == library or name.startswith(f"{library}.")
    }
    assert users <= ONLY_IN[library]


def test_reading_knows_nothing_of_chroma_nor_answering_of_gradio():
    """Said once more in the design's own words, whatever the table above may become."""
    for room, library in (("reading", "chromadb"), ("answering", "gradio")):
        for module, path in MODULES.items():
            if room_of(module) == room:
                assert library not in path.read_text("utf-8").casefold(), path


def test_nothing_in_the_house_can_ask_another_machine():
    found = {
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name, _ in imports(path)
        if name in NETWORK or name.split(".")[0] in NETWORK
    }
    assert found == {f"{connection} imports httpx" for connection in CONNECTIONS}


def test_only_what_makes_the_writer_imports_the_language_model():
    package = "askreviews.answering.language_model"
    users = {
        module
        for module, path in MODULES.items()
        for name, _ in imports(path)
        if name.startswith(package) and not module.startswith(package)
    }
    assert users == {"askreviews.answering.writing"}
