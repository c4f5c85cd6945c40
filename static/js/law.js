/* What helps on the pages of a statute; website/config/static_bundles.py makes one file of it. */
import "./contents.js";
import "./tables.js";
import "./moved_article.js";
