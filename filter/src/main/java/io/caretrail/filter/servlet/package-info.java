/** The servlet API as the core sees it: one source for jakarta and javax, relocated for the latter. */
@NullMarked
package io.caretrail.filter.servlet;

import org.jspecify.annotations.NullMarked;
