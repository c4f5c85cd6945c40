"""Public pages kept by the web server, before a thread is taken for them (decision 0044)."""
