/* What helps on the consultation form; website/config/static_bundles.py makes one file of it. */
import "./check.js";
import "./consult_form.js";
import "./draft.js";
import "./facts.js";
import "./count.js";
import "./files.js";
import "./suggest.js";
import "./leave.js";
import "./once.js";
import "./proof.js";
import "./type_size.js";
