"""上线清单: from the sample or an empty site to what is true of the firm, in the browser."""
