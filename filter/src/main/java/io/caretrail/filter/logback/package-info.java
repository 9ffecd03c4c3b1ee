/**
 * Reads what Logback has of a line: the application's own Logback, whichever version from 1.2 on. Not relocated in the jars
 * for {@code WEB-INF/lib}, and loaded by the agent beside each Logback that it meets.
 */
@NullMarked
package io.caretrail.filter.logback;

import org.jspecify.annotations.NullMarked;
