/** The container the examples' servers run in. */
@NullMarked
package io.caretrail.examples.tomcat;

import org.jspecify.annotations.NullMarked;
