"""The start page of the office: common jobs, the faces of the firm, what is left before opening."""
