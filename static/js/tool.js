/* What helps on the page of a tool; website/config/static_bundles.py makes one file of it. */
import "./statute_card.js";
import "./copy_words.js";
import "./print.js";
import "./type_size.js";
