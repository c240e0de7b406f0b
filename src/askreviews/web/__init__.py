"""The page: a conversation with the reviews in the browser, made with Gradio."""

import os

# Set before any module here loads Gradio, which otherwise reports its use and its errors.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
