"""Roles, what each adds to what the page offers, and the person whom a request comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from askreviews.types import Role
from askreviews.web.offers import Offers

if TYPE_CHECKING:
    import gradio as gr

ROLES: tuple[Role, ...] = get_args(Role)
# Where the gate leaves the person, in the ASGI scope of a request.
PERSON = "askreviews.person"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a request comes from.

    ``name`` is empty where nobody signs in. ``token`` is what the form that signs them out has to
    carry; it is empty where there is nothing of ours to sign out of.
    """

    name: str
    role: Role
    token: str = ""


ANYONE = Person("", "operator")


def may(role: Role, needs: Role) -> bool:
    """Whether a role may do what needs another."""
    return ROLES.index(role) >= ROLES.index(needs)


def offers_for(role: Role, offers: Offers) -> Offers:
    """What the page offers to a role, of all that it can offer."""
    return replace(
        offers,
        preparing=offers.preparing if may(role, "trainer") else None,
        bench=offers.bench if may(role, "evaluator") else None,
        library=offers.library if may(role, "operator") else None,
    )


def person_of(request: gr.Request) -> Person:
    """The person whose event a handler of the page handles."""
    held = request.request.scope if request.request else {}
    person = held.get(PERSON, ANYONE)
    assert isinstance(person, Person)
    return person
