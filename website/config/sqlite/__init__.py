"""SQLite as Django's engine `website.config.sqlite`: on a full disk it can still be read."""
