// An old link to an article that is on another page now arrives at that page's line in the list of
// pages. Go on to the article itself; without the script the line is marked, and is a link.
const line = document.getElementById(location.hash.slice(1))?.closest(".law-pages a");

if (line) location.replace(line.href + location.hash);
