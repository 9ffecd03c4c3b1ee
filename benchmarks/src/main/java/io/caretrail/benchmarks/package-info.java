/** What Caretrail costs, measured: JMH for the path of a request, whole servers for the rest. */
@NullMarked
package io.caretrail.benchmarks;

import org.jspecify.annotations.NullMarked;
