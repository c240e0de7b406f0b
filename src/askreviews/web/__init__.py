"""The page: a conversation with the reviews in the browser, made with Gradio."""
