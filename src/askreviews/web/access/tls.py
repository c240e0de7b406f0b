"""The certificate that https is served with."""

from __future__ import annotations

import ssl
from typing import Any

from askreviews.errors import AskReviewsError
from askreviews.settings import Settings

IN_CLEAR = (
    "Passwords and questions cross the network unencrypted; name a certificate with --tls-cert and "
    "--tls-key, or serve behind a proxy that has one and name that in ASKREVIEWS_TRUSTED_PROXY."
)


def certificate_of(settings: Settings) -> dict[str, Any]:
    """Uvicorn's arguments for the certificate; none where there is none.

    Raises:
        AskReviewsError: it cannot be used.
    """
    certificate, key = settings.tls_cert, settings.tls_key
    if not certificate and not key:
        return {}
    if not certificate or not key:
        raise AskReviewsError("Serving by https takes both --tls-cert and --tls-key; name both.")
    try:
        # A key that needs a password would ask for one at each start.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            certificate, key, password=lambda: b""
        )
    except (ssl.SSLError, OSError) as error:
        raise AskReviewsError(
            f"The certificate {certificate} and the key {key} cannot be used "
            f"({error.strerror or error}); name a pair in PEM that belong together."
        ) from error
    return {"ssl_certfile": certificate, "ssl_keyfile": key}
