"""The Evaluate tab: question sets run in the browser, and what they came to."""
