"""The page to sign in: plain HTML that needs no script, no cookie of others and no other host."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response

from askreviews.web.theme import STATIC

STYLE = STATIC / "sign_in.css"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    # Not "no-referrer": a form's origin would then be null, which any other site's may be too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_SIGNED_OUT = '<p class="told" role="status">You have signed out.</p>'
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="favicon.ico">
<link rel="stylesheet" href="sign-in.css">
</head>
<body>
<header><p>Ask the reviews</p></header>
<main>
<h1>Sign in</h1>
{told}
<p>Sentences from learning reviews of serious cases, quoted word for word.</p>
<form method="post">
<input type="hidden" name="form" value="{form}">
<label for="name">Name</label>
<input id="name" name="name" type="text" required maxlength="64" autocomplete="username"
 autocapitalize="none" spellcheck="false"{described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"
{described}>
<button type="submit">Sign in</button>
</form>
<p class="hint">No account, or the password forgotten? Ask whoever looks after this tool.</p>
</main>
</body>
</html>
"""


def sign_in_page(
    form: str, problem: str = "", status: int = 200, *, signed_out: bool = False
) -> Response:
    """The page; ``form`` ties it to the browser, ``problem`` says why nobody was signed in."""
    told = _SIGNED_OUT if signed_out else ""
    if problem:
        told = f'<p class="problem" id="problem" role="alert">{escape(problem)}</p>'
    page = _PAGE.format(
        title=f"{'Not signed in' if problem else 'Sign in'} \u2013 Ask the reviews",
        told=told,
        form=escape(form),
        described=' aria-describedby="problem"' if problem else "",
    )
    return HTMLResponse(page, status, headers=_HEADERS)
