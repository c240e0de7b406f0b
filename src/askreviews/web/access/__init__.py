"""Who may use the page, and for what: accounts, sessions, and the gate before every route."""
