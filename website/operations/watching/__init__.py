"""What the site tells of its work: counters for Prometheus, ids of requests, the access log."""
