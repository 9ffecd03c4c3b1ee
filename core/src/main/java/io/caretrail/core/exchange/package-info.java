/** One HTTP request from its beginning to its end, and the two records it leaves. */
@NullMarked
package io.caretrail.core.exchange;

import org.jspecify.annotations.NullMarked;
