/** The configuration: one table of keys, the file, its overrides, every problem at once, live reload. */
@NullMarked
package io.caretrail.core.config;

import org.jspecify.annotations.NullMarked;
