"""What other programs may ask: over HTTP, and as tools by the Model Context Protocol."""
