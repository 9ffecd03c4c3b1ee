/**
 * The starter for Spring Boot 2.7, 3.x and 4.x: only what is the same in all of them is used. Nothing outside of this package
 * knows of Spring, and without Spring nothing loads it.
 */
@NullMarked
package io.caretrail.filter.spring;

import org.jspecify.annotations.NullMarked;
