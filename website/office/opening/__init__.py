"""上线清单: from an empty site, or from the sample, to what is true of the firm, in the browser."""
