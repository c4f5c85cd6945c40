"""Exports of other systems' sites as records. `kinds` tells them by what is in them, `wordpress`
reads WXR, `cms` dumps of 织梦, 帝国 and Pboot by rows (`sql_rows`), `fit` shortens what is too
long for us. Nothing in them is executed.
"""
