/* What helps on the page of an article; website/bundles.py makes one file of it. */
import "./statute_card.js";
