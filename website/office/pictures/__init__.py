"""图片: all pictures of the site in one place, where each is used, and what nobody uses."""
