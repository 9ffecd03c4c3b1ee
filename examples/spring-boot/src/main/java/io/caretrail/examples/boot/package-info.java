/** A clinic's FHIR server as a Spring Boot application, with one dependency and two properties of Caretrail. */
@NullMarked
package io.caretrail.examples.boot;

import org.jspecify.annotations.NullMarked;
