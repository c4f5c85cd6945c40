"""Texts of statutes from a folder, an upload or the package: only `batch` and `package` write."""
