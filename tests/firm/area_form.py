"""The rows below the form of an area, as a browser sends them when there are none."""

NO_QUESTIONS = {"questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"}
