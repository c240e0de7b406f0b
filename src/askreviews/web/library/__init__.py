"""The Library tab: the reviews held, and documents added and removed."""
