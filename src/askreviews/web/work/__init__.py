"""Whatever takes time for somebody: in turn, within bounds, counted."""
