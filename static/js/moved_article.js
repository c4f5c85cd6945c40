// An old link to an article that is on another page now arrives at that page's line in the list of
// pages. Go on to the article itself; without the script the line is marked, and is a link.
const arrived = document.querySelector(".law-pages :target")?.closest("a");

if (arrived) location.replace(arrived.href + location.hash);
