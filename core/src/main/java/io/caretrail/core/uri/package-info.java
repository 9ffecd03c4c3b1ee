/** The uri field: absolute, with credentials masked and the {@code uri.query} rules applied. */
@NullMarked
package io.caretrail.core.uri;

import org.jspecify.annotations.NullMarked;
