"""Object storage as the vendors of China keep it, on 127.0.0.1 and under their own names."""
