"""The viewer: a page of a document, or its text, with quotations marked."""
