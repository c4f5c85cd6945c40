"""人员: the colleagues of a firm, looked after by whoever runs it, without a superuser."""
