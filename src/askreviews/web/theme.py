"""How the page looks: Gradio's plainest theme in our colours, system fonts, one style sheet."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STATIC = Path(__file__).parent / "static"


def script(name: str) -> str:
    """A script of ours."""
    return (STATIC / name).read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """Return a theme whose colours are the variables of ``style.css``.

    Fonts are named, not fetched: a Gradio theme otherwise brings its own from elsewhere.
    """
    return gr.themes.Base(
        font=["system-ui", "Segoe UI", "Liberation Sans", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
        radius_size=gr.themes.sizes.radius_sm,
    ).set(
        body_background_fill="var(--ask-ground)",
        body_background_fill_dark="var(--ask-ground)",
        body_text_color="var(--ask-text)",
        body_text_color_dark="var(--ask-text)",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_padding="0px",
        button_border_width="1px",
        button_border_width_dark="1px",
        button_primary_border_color="var(--ask-accent)",
        button_primary_border_color_dark="var(--ask-accent)",
        button_primary_border_color_hover="var(--ask-accent-strong)",
        button_primary_border_color_hover_dark="var(--ask-accent-strong)",
        block_shadow="none",
        block_label_text_color="var(--ask-text)",
        block_title_text_color="var(--ask-text)",
        block_title_text_color_dark="var(--ask-text)",
        input_background_fill="var(--ask-surface)",
        input_background_fill_dark="var(--ask-surface)",
        input_border_color="var(--ask-edge)",
        input_border_color_dark="var(--ask-edge)",
        input_border_color_focus="var(--ask-accent)",
        input_border_color_focus_dark="var(--ask-accent)",
        input_placeholder_color="var(--ask-quiet)",
        input_placeholder_color_dark="var(--ask-quiet)",
        button_primary_background_fill="var(--ask-accent)",
        button_primary_background_fill_dark="var(--ask-accent)",
        button_primary_background_fill_hover="var(--ask-accent-strong)",
        button_primary_background_fill_hover_dark="var(--ask-accent-strong)",
        button_primary_text_color="var(--ask-on-accent)",
        button_primary_text_color_dark="var(--ask-on-accent)",
        button_secondary_background_fill="var(--ask-surface)",
        button_secondary_background_fill_dark="var(--ask-surface)",
        button_secondary_background_fill_hover="var(--ask-soft)",
        button_secondary_background_fill_hover_dark="var(--ask-soft)",
        button_secondary_text_color="var(--ask-text)",
        button_secondary_text_color_dark="var(--ask-text)",
        button_secondary_border_color="var(--ask-edge)",
        button_secondary_border_color_dark="var(--ask-edge)",
    )
