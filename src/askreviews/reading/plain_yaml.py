"""YAML as people write it: without aliases, by which a few lines can grow to gigabytes."""

from __future__ import annotations

from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=mark)
        return super().compose_node(parent, index)


def load_yaml(text: str) -> Any:
    """What a text says.

    Raises:
        yaml.YAMLError: it is not YAML, or has aliases.
        ValueError: a date in it is none.
    """
    return yaml.load(text, _Loader)
