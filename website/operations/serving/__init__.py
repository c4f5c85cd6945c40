"""How the site is started and kept running: `make run`, its children and the other targets."""
