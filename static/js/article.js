/* What helps on the page of an article; website/config/static_bundles.py makes one file of it. */
import "./statute_card.js";
import "./contents.js";
import "./tables.js";
import "./copy_link.js";
import "./print.js";
import "./type_size.js";
