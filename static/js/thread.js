/* What helps on the page of a thread; website/config/static_bundles.py makes one file of it. */
import "./statute_card.js";
import "./count.js";
import "./files.js";
import "./leave.js";
import "./once.js";
import "./print.js";
import "./idle.js";
import "./proof.js";
import "./type_size.js";
