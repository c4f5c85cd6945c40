"""标题和描述: what each page is called in search results and where a link to it is shared."""
