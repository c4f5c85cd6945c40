"""Frees what a request has uploaded as soon as it is answered."""


def middleware(get_response):
    """Close the spools of uploads, also of a body whose sender hung up in the midst of it.

    Django leaves those to Python's collector, and meanwhile they take room in the temporary folder.
    """

    def free_after(request):
        try:
            return get_response(request)
        finally:
            if request.method == "POST":
                for handler in request.upload_handlers:
                    handler.close()

    return free_after
